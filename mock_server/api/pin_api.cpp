#include "mock_server/api/pin_api.h"

#include "mock_server/api/message_access.h"
#include "mock_server/api/page.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"
#include "runtime/number.h"

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

std::string message_id_in(const ApiRequest& request) {
  const auto& body = request.json;
  return body ? protocol::text_at(*body, "message_id") : std::string();
}

}  // namespace

void PinApi::add_to(Routes& routes) {
  const auto chat = [this](const ApiRequest& request) {
    return directory_.chat_name(request.query("chat_id"));
  };
  routes.add("im.pin.create", [this](const ApiCall& call) { return create(call); }, message_id_in);
  routes.add("im.pin.delete", [this](const ApiCall& call) { return remove(call); });
  routes.add("im.pin.list", [this](const ApiCall& call) { return list(call); }, chat);
}

int PinApi::refusal_of(const ApiCall& call, const Message* message) {
  if (!message) return code::message_invisible;
  if (!message->chat->has(call.app)) return code::bot_not_in_chat;
  return message->chat->dissolved ? code::chat_dissolved : code::ok;
}

Reply PinApi::create(const ApiCall& call) {
  const std::string id = message_id_in(call.request);
  if (id.empty()) return answers_.failure(code::field_validation, "message_id is required");
  const Message* const message = known_message(messages_, call.app, id);
  const int refusal = refusal_of(call, message);
  if (refusal != code::ok) return answers_.failure(refusal);
  if (message->recalled) return answers_.failure(code::message_deleted);
  return answers_.success({{"pin", to_json(pins_.add(*message, call.app))}});
}

Reply PinApi::remove(const ApiCall& call) {
  const Message* const message = known_message(messages_, call.app, call.id("message_id"));
  const int refusal = refusal_of(call, message);
  if (refusal != code::ok) return answers_.failure(refusal);
  pins_.remove(*message);
  return answers_.success({});
}

Reply PinApi::list(const ApiCall& call) {
  const std::string chat_id = call.query("chat_id");
  if (chat_id.empty()) return answers_.failure(code::field_validation, "chat_id is required");
  const Chat* const chat = directory_.known_chat(call.app, chat_id);
  if (!chat) return answers_.failure(code::pin_chat_unknown);
  if (!chat->has(call.app)) return answers_.failure(code::bot_not_in_chat);
  const auto from = parse_number<std::int64_t>(call.query("start_time")).value_or(0);
  const auto to = parse_number<std::int64_t>(call.query("end_time")).value_or(INT64_MAX);
  std::vector<const Pin*> found;
  for (const Pin& pin : pins_.of(*chat)) {
    const bool in_time = pin.created_ms >= from && pin.created_ms <= to;
    if (in_time && !pin.message->recalled) found.push_back(&pin);
  }
  const auto page = page_of(call, found, [](const Pin* pin) { return pin->message->id; });
  if (!page) return answers_.failure(code::message_invalid, "invalid page_token");
  return answers_.success(page->with([&](std::size_t i) { return to_json(*found[i]); }));
}

}  // namespace stormlark::mock
