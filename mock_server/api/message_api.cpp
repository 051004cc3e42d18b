#include "mock_server/api/message_api.h"

#include "mock_server/api/message_access.h"
#include "mock_server/api/page.h"
#include "mock_server/api/query_check.h"
#include "protocol/api.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"
#include "runtime/number.h"

#include <algorithm>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;
namespace operation = protocol::operation;
using protocol::OutgoingMessage;
using protocol::parse_object;
using protocol::text_at;

namespace {

constexpr std::size_t ids_max = 50;

/// What is wrong with a message that an app wants to send.
Refusal check(const OutgoingMessage& message) {
  if (Refusal refusal = Posting::check_uuid(message.uuid)) return refusal;
  return check_content(message.msg_type, message.content);
}

/// Which messages of a container a list shows.
struct Selection {
  std::int64_t from_s = 0;
  std::int64_t to_s = 0;
  bool roots_only = false;

  bool holds(const Message& message) const {
    const std::int64_t at_s = message.created_ms / 1000;
    return at_s >= from_s && at_s <= to_s && !(roots_only && message.in_thread);
  }
};

/// Threads have no range of time. A group's history shows of each thread its root alone.
Selection selection_of(const ApiCall& call, bool of_thread, const Chat& chat) {
  if (of_thread) return {.to_s = INT64_MAX};
  return {.from_s = parse_number<std::int64_t>(call.query("start_time")).value_or(0),
          .to_s = parse_number<std::int64_t>(call.query("end_time")).value_or(INT64_MAX),
          .roots_only = chat.type == "group" || says_yes(call.query("only_thread_root_messages"))};
}

}  // namespace

void MessageApi::add_to(Routes& routes) {
  const auto receiver = [this](const ApiRequest& request) {
    return posting_.receiver_name(request);
  };
  const auto container = [this](const ApiRequest& request) {
    return directory_.chat_name(request.query("container_id"));
  };
  routes.add(
      operation::message_create, [this](const ApiCall& call) { return create(call); }, receiver);
  routes.add(operation::message_reply, [this](const ApiCall& call) { return reply(call); });
  routes.add(operation::message_get, [this](const ApiCall& call) { return get(call); });
  routes.add("im.message.mget", [this](const ApiCall& call) { return get_many(call); });
  routes.add(
      operation::message_list, [this](const ApiCall& call) { return list(call); }, container);
}

Reply MessageApi::create(const ApiCall& call) {
  if (const Refusal refusal = Posting::check_receiver_type(call)) {
    return answers_.failure(refusal.code, refusal.detail);
  }
  const auto wanted = protocol::read_outgoing_message(call.json());
  if (!wanted) return answers_.failure(code::message_invalid, flaw_in_message(call.json()));
  if (wanted->receive_id.empty()) {
    return answers_.failure(code::field_validation, "receive_id is required");
  }
  if (const Refusal refusal = check(*wanted)) return answers_.failure(refusal.code, refusal.detail);
  if (const Message* known = posting_.folded(call, {wanted->uuid})) {
    return answers_.success(posting_.shown(*known, call.app));
  }
  const Posting::Place place = posting_.find_place(call, wanted->receive_id);
  if (place.code != code::ok) return answers_.failure(place.code);
  return post(call, place, *wanted);
}

Reply MessageApi::reply(const ApiCall& call) {
  const auto wanted = protocol::read_outgoing_message(call.json());
  if (!wanted) return answers_.failure(code::message_invalid, flaw_in_message(call.json()));
  if (const Refusal refusal = check(*wanted)) return answers_.failure(refusal.code, refusal.detail);
  if (const Message* known = posting_.folded(call, {wanted->uuid})) {
    return answers_.success(posting_.shown(*known, call.app));
  }
  const auto [target, problem] = standing_message(messages_, call);
  if (!target) return answers_.failure(problem);
  if (wanted->msg_type == "system") {
    return answers_.failure(code::message_invalid, "a system message is no reply");
  }
  return post(call, {.chat = target->chat, .target = target}, *wanted);
}

Reply MessageApi::post(const ApiCall& call, const Posting::Place& place,
                       const OutgoingMessage& wanted) {
  if (const Refusal refusal = check_place(call, wanted.msg_type, wanted.content, place)) {
    return answers_.failure(refusal.code, refusal.detail);
  }
  Written written = posting_.write(call.app, wanted.msg_type, wanted.content);
  return posting_.post(call, place,
                       {.app = &call.app,
                        .type = wanted.msg_type,
                        .content = std::move(written.content),
                        .mentions = std::move(written.mentions),
                        .in_thread = wanted.reply_in_thread && place.target},
                       wanted.uuid);
}

/// Some contents fit only some chats, or apps.
Refusal MessageApi::check_place(const ApiCall& call, const std::string& type,
                                const std::string& content, const Posting::Place& place) const {
  if (const Refusal refusal = posting_.check_resources(call.app, type, content)) return refusal;
  if (type == "system" && !place.is_p2p()) {
    return {code::message_invalid, "system messages are for chats between two"};
  }
  if (type == "share_user" &&
      directory_.is_of_another_app(call.app, text_at(*parse_object(content), "user_id"))) {
    return {code::open_id_cross_app, {}};
  }
  if (type != "share_chat") return {};
  const Chat* shared = directory_.known_chat(call.app, text_at(*parse_object(content), "chat_id"));
  if (!shared) return {code::message_invalid, "invalid chat_id"};
  if (!shared->has(call.app)) return {code::bot_not_in_chat, {}};
  if (shared->type == "p2p") return {code::chat_not_shareable, {}};
  return {};
}

Reply MessageApi::get(const ApiCall& call) {
  const auto [message, problem] = visible_message(messages_, call);
  if (!message) return answers_.failure(problem);
  json::array items;
  add_with_parts(*message, call.app, Posting::look_of(call), items);
  return answers_.success({{"items", std::move(items)}});
}

void MessageApi::add_with_parts(const Message& message, const App& reader,
                                const Posting::Look& look, json::array& to) const {
  to.push_back(posting_.shown(message, reader, look));
  if (message.recalled) return;
  for (const Message* part : messages_.inside(message)) {
    add_with_parts(*part, reader, look, to);
  }
}

Reply MessageApi::get_many(const ApiCall& call) {
  const auto ids = call.request.queries("message_ids");
  if (ids.empty() || ids.size() > ids_max) {
    return answers_.failure(code::field_validation, "message_ids must be 1 to 50 ids");
  }
  const auto look = Posting::look_of(call);
  json::array items;
  for (const std::string& id : ids) {
    const Message* message = messages_.find(id);
    if (!message || !message->chat->has(call.app)) continue;
    items.push_back(posting_.shown(*message, call.app, look));
  }
  return answers_.success({{"items", std::move(items)}});
}

Reply MessageApi::list(const ApiCall& call) {
  const std::string type = call.query("container_id_type");
  const std::string id = call.query("container_id");
  if (type != "chat" && type != "thread") {
    return answers_.failure(code::field_validation, "container_id_type must be chat or thread");
  }
  const auto& thread = known_thread(messages_, call.app, id);
  const Chat* chat = directory_.known_chat(call.app, id);
  if (type == "thread") chat = thread.empty() ? nullptr : thread.front()->chat;
  if (!chat) return answers_.failure(code::message_invalid, "invalid container_id");
  if (!chat->has(call.app)) return answers_.failure(code::bot_not_in_chat);

  const Selection selection = selection_of(call, type == "thread", *chat);
  std::vector<const Message*> found;
  for (const Message* message : type == "thread" ? thread : messages_.of_chat(*chat)) {
    if (selection.holds(*message)) found.push_back(message);
  }
  if (call.query("sort_type") == "ByCreateTimeDesc") std::ranges::reverse(found);
  const auto page = page_of(call, found, [](const Message* message) { return message->id; });
  if (!page) return answers_.failure(code::message_invalid, "invalid page_token");
  const auto look = Posting::look_of(call);
  return answers_.success(
      page->with([&](std::size_t i) { return posting_.shown(*found[i], call.app, look); }));
}

}  // namespace stormlark::mock
