#include "mock_server/api/delayed_update.h"

#include "mock_server/chats/message_content.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace code = protocol::code;

void DelayedUpdate::add_to(Routes& routes) {
  // What it is about is a token, and so a secret.
  routes.add(
      "card.delayed_update", [this](const ApiCall& call) { return update(call); },
      [](const ApiRequest&) { return std::string(); });
}

Reply DelayedUpdate::update(const ApiCall& call) {
  const auto& body = call.json();
  const auto* card = body ? protocol::object_at(*body, "card") : nullptr;
  if (!card) return answers_.failure(code::card_param_invalid, "card is required");
  // Here everybody sees the change; whom the app names must be its own to name all the same.
  for (const std::string& reader : protocol::strings_at(*card, "open_ids")) {
    if (directory_.is_of_another_app(call.app, reader)) {
      return answers_.failure(code::open_id_cross_app);
    }
  }
  boost::json::object shown = *card;
  shown.erase("open_ids");
  const std::string content = boost::json::serialize(shown);
  if (const Refusal refusal = check_content("interactive", content)) {
    return answers_.failure(refusal.code, refusal.detail);
  }
  const int refusal =
      callbacks_.update(call.app, protocol::text_at(*body, "token"), content, call.call.number);
  if (refusal == code::ok) return answers_.success({});
  return answers_.failure(refusal, "the token is unknown, used up or not yet answered");
}

}  // namespace stormlark::mock
