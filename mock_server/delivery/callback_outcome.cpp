#include "mock_server/delivery/callback_outcome.h"

#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 4> toast_types = {"info", "success", "error", "warning"};

CallbackOutcome error(int code, std::string why) {
  return {.code = code, .why = std::move(why), .toast = {}, .card = {}};
}

CallbackOutcome failure(const CallbackAnswer& answer) {
  const bool refused = answer.why.starts_with("ack ");
  return error(refused ? code::callback_failed : code::callback_timeout, answer.why);
}

/// A card given as it is becomes the message's content; one made of a template stays a reference.
std::optional<std::string> content_of(const json::object& card) {
  const json::object* data = protocol::object_at(card, "data");
  const std::string type = protocol::text_at(card, "type");
  if (!data) return std::nullopt;
  if (type == "raw") return json::serialize(*data);
  if (type == "template") return json::serialize(card);
  return std::nullopt;
}

}  // namespace

CallbackOutcome nobody_asked() {
  return error(code::callback_not_configured, "the app does not subscribe to the callback");
}

CallbackOutcome outcome_of_legacy(const CallbackAnswer& answer) {
  if (!answer.why.empty()) return failure(answer);
  if (answer.reply.empty()) return {};
  const auto card = protocol::parse_object(answer.reply);
  if (!card) return error(code::callback_reply_invalid, "the reply is not a JSON object");
  CallbackOutcome outcome;
  if (!card->empty()) outcome.card = json::serialize(*card);
  return outcome;
}

CallbackOutcome outcome_of(const CallbackAnswer& answer) {
  if (!answer.why.empty()) return failure(answer);
  if (answer.reply.empty()) return {};
  const auto reply = protocol::parse_object(answer.reply);
  if (!reply) return error(code::callback_reply_invalid, "the reply is not a JSON object");
  CallbackOutcome outcome;
  if (reply->contains("toast")) {
    const json::object* toast = protocol::object_at(*reply, "toast");
    if (!toast) return error(code::callback_reply_invalid, "the reply's toast is not an object");
    const std::string type = protocol::text_at(*toast, "type");
    if (!type.empty() && std::ranges::find(toast_types, type) == toast_types.end()) {
      return error(code::callback_reply_invalid,
                   "a toast's type is info, success, error or warning, not " + type);
    }
    outcome.toast = *toast;
  }
  if (reply->contains("card")) {
    const json::object* card = protocol::object_at(*reply, "card");
    if (card) outcome.card = content_of(*card);
    if (!outcome.card) {
      return error(code::callback_card_invalid,
                   "the reply's card needs a type, raw or template, and its data");
    }
  }
  return outcome;
}

}  // namespace stormlark::mock
