#include "mock_server/api/message_api.h"

#include "mock_server/cards/projection.h"
#include "protocol/api.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;
namespace operation = protocol::operation;
using protocol::OutgoingMessage;
using protocol::parse_integer;
using protocol::parse_object;
using protocol::text_at;

namespace {

constexpr std::array<std::string_view, 11> message_types = {
    "text",    "post",        "image",      "file",       "audio", "media",
    "sticker", "interactive", "share_chat", "share_user", "system"};
constexpr std::size_t text_bytes_max = 150U << 10;
constexpr std::size_t rich_bytes_max = 30U << 10;
constexpr std::size_t uuid_characters_max = 50;

struct Complaint {
  int code = 0;
  std::string detail;
};

/// What is wrong with a message that an app wants to send; code 0 for nothing.
Complaint check(const OutgoingMessage& message) {
  const std::size_t bytes_max = message.msg_type == "text" ? text_bytes_max : rich_bytes_max;
  if (message.content.size() > bytes_max) return {code::content_too_long, {}};
  if (message.uuid.size() > uuid_characters_max) {
    return {code::field_validation, "uuid is longer than 50 characters"};
  }
  if (std::ranges::find(message_types, message.msg_type) == message_types.end()) {
    return {code::message_invalid, "invalid msg_type."};
  }
  const auto content = parse_object(message.content);
  const bool fits =
      content && (message.msg_type != "text" || protocol::string_at(*content, "text"));
  if (!fits) return {code::message_invalid, "invalid message content."};
  return {};
}

std::string visible_text(const Message& message) {
  if (message.type != "text") return message.content;
  return text_at(parse_object(message.content).value(), "text");
}

/// How an answer says why a card could not be built; clients read the number.
std::string sub_error(int code) {
  return "ErrCode: " + std::to_string(code) +
         "; ErrMsg: " + std::string(protocol::describe(code).meaning) + "; ErrorValue: ;";
}

std::int64_t number_or(const std::string& text, std::int64_t fallback) {
  return parse_integer(text).value_or(fallback);
}

}  // namespace

void MessageApi::add_to(Routes& routes) {
  const auto receiver = [this](const ApiRequest& request) {
    const auto body = parse_object(request.http.body);
    return directory_.chat_name(body ? text_at(*body, "receive_id") : std::string());
  };
  const auto container = [this](const ApiRequest& request) {
    return directory_.chat_name(request.query("container_id"));
  };
  routes.add(
      operation::message_create, [this](const ApiCall& call) { return create(call); }, receiver);
  routes.add(operation::message_reply, [this](const ApiCall& call) { return reply(call); });
  routes.add(operation::message_get, [this](const ApiCall& call) { return get(call); });
  routes.add(
      operation::message_list, [this](const ApiCall& call) { return list(call); }, container);
}

Reply MessageApi::create(const ApiCall& call) {
  const App& app = call.app;
  if (call.query("receive_id_type").empty()) {
    return answers_.failure(code::field_validation, "receive_id_type is required");
  }
  const auto wanted = protocol::parse_outgoing_message(call.body());
  if (!wanted) return answers_.failure(code::message_invalid, wanted.error().message());
  const Complaint complaint = check(*wanted);
  if (complaint.code != 0) return answers_.failure(complaint.code, complaint.detail);
  const Chat* chat = receiver(call, wanted->receive_id);
  if (!chat) return answers_.failure(code::receiver_invalid);
  if (!chat->has(app)) return answers_.failure(code::bot_not_in_chat);
  return commit(call,
                {.chat = chat, .app = &app, .type = wanted->msg_type, .content = wanted->content},
                wanted->uuid);
}

Reply MessageApi::reply(const ApiCall& call) {
  const App& app = call.app;
  const auto wanted = protocol::parse_outgoing_message(call.body());
  if (!wanted) return answers_.failure(code::message_invalid, wanted.error().message());
  const Complaint complaint = check(*wanted);
  if (complaint.code != 0) return answers_.failure(complaint.code, complaint.detail);
  const Message* parent = messages_.find(call.id("message_id"));
  if (!parent) return answers_.failure(code::message_not_found);
  if (!parent->chat->has(app)) return answers_.failure(code::bot_not_in_chat);
  return commit(call,
                {.chat = parent->chat,
                 .app = &app,
                 .type = wanted->msg_type,
                 .content = wanted->content,
                 .parent_id = parent->id,
                 .root_id = parent->root_id.empty() ? parent->id : parent->root_id},
                wanted->uuid);
}

const Chat* MessageApi::receiver(const ApiCall& call, const std::string& receive_id) {
  const std::string type = call.query("receive_id_type");
  if (type == "chat_id") return directory_.find_chat(receive_id);
  const User* user = type == "open_id" ? directory_.find_user(receive_id) : nullptr;
  return user ? &directory_.p2p(user->name, *user, call.app) : nullptr;
}

Reply MessageApi::commit(const ApiCall& call, Message message, const std::string& uuid) {
  const App& app = call.app;
  const Message* folded = uuid.empty() ? nullptr : messages_.remembered(app, uuid);
  if (folded) {
    recorder_.add(
        history::AnswerFolded{.call = call.call.number, .answer = folded->id, .uuid = uuid});
    return answers_.success(to_json(*folded, directory_.tenant_key()));
  }
  const std::string card_id = Cards::id_in(message);
  const int refusal = card_id.empty() ? code::ok : cards_.refusal_to_send(app, card_id);
  if (refusal != code::ok) return answers_.failure(code::card_not_built, sub_error(refusal));
  const Message& kept = messages_.add(std::move(message));
  if (!card_id.empty()) cards_.show(card_id, kept);
  if (!uuid.empty()) messages_.remember(app, uuid, kept);
  const Message* answered = messages_.answered_by(kept);
  recorder_.add(history::AnswerVisible{.answer = kept.id,
                                       .message = answered ? answered->id : std::string(),
                                       .app = app.options.id,
                                       .chat = kept.chat->name,
                                       .peer = call.call.caller.peer,
                                       .call = call.call.number,
                                       .uuid = uuid,
                                       .text = visible_text(kept)});
  return answers_.success(to_json(kept, directory_.tenant_key()));
}

json::object MessageApi::shown(const Message& message) const {
  json::object object = to_json(message, directory_.tenant_key());
  if (message.type != "interactive") return object;
  const Card* const card = cards_.shown_by(message);
  const json::object raw = card ? card->json : parse_object(message.content).value();
  object["body"] = json::object{{"content", json::serialize(projection_of(raw))}};
  return object;
}

Reply MessageApi::get(const ApiCall& call) {
  const Message* message = messages_.find(call.id("message_id"));
  if (!message) return answers_.failure(code::message_not_found);
  if (!message->chat->has(call.app)) return answers_.failure(code::bot_not_in_chat);
  return answers_.success({{"items", json::array{shown(*message)}}});
}

Reply MessageApi::list(const ApiCall& call) {
  if (call.query("container_id_type") != "chat") {
    return answers_.failure(code::field_validation, "container_id_type must be chat");
  }
  const Chat* chat = directory_.find_chat(call.query("container_id"));
  if (!chat) return answers_.failure(code::message_invalid, "invalid container_id");
  if (!chat->has(call.app)) return answers_.failure(code::bot_not_in_chat);

  const std::int64_t from_s = number_or(call.query("start_time"), 0);
  const std::int64_t to_s = number_or(call.query("end_time"), INT64_MAX / 1000);
  std::vector<const Message*> found;
  for (const Message* message : messages_.of_chat(*chat)) {
    const std::int64_t at_s = message->created_ms / 1000;
    if (at_s >= from_s && at_s <= to_s) found.push_back(message);
  }
  if (call.query("sort_type") == "ByCreateTimeDesc") std::ranges::reverse(found);

  const std::int64_t size = std::clamp<std::int64_t>(number_or(call.query("page_size"), 20), 1, 50);
  const auto total = static_cast<std::int64_t>(found.size());
  const std::int64_t first =
      std::clamp<std::int64_t>(number_or(call.query("page_token"), 0), 0, total);
  const std::int64_t last = std::min(first + size, total);
  json::array items;
  for (std::int64_t i = first; i < last; ++i) {
    items.push_back(shown(*found[static_cast<std::size_t>(i)]));
  }
  json::object page{{"items", std::move(items)}, {"has_more", last < total}};
  if (last < total) page["page_token"] = std::to_string(last);
  return answers_.success(std::move(page));
}

}  // namespace stormlark::mock
