#include "mock_server/api/message_forward.h"

#include "mock_server/api/message_access.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::string_view merged_content = R"({"content":"Merged and Forwarded Message"})";

/// What stands in a merged message does not leave it alone.
bool can_be_forwarded(const Message& message) {
  return message.type != "audio" && message.type != "system" && message.upper_id.empty();
}

}  // namespace

void MessageForward::add_to(Routes& routes) {
  const auto receiver = [this](const ApiRequest& request) {
    return posting_.receiver_name(request);
  };
  routes.add("im.message.forward", [this](const ApiCall& call) { return forward(call); });
  routes.add(
      "im.message.merge_forward", [this](const ApiCall& call) { return merge(call); }, receiver);
  routes.add("im.thread.forward", [this](const ApiCall& call) { return forward_thread(call); });
}

MessageForward::Wish MessageForward::wish_of(const ApiCall& call) {
  if (Refusal refusal = Posting::check_receiver_type(call)) return {.refusal = std::move(refusal)};
  const auto& body = call.json();
  const auto receive_id = body ? protocol::string_at(*body, "receive_id") : std::nullopt;
  if (!receive_id) return {.refusal = {code::message_invalid, "receive_id is required"}};
  Wish wish{
      .body = *body,
      .receive_id = *receive_id,
      .uuid = {.text = call.query("uuid"), .within = call.request.operation + " " + *receive_id}};
  wish.refusal = Posting::check_uuid(wish.uuid.text);
  return wish;
}

Reply MessageForward::forward(const ApiCall& call) {
  const Wish wish = wish_of(call);
  if (wish.refusal) return answers_.failure(wish.refusal.code, wish.refusal.detail);
  const Message* shown = posting_.folded(call, wish.uuid);
  if (shown) return answers_.success(posting_.shown(*shown, call.app));
  const auto [original, problem] = standing_message(messages_, call);
  if (!original) return answers_.failure(problem);
  if (!can_be_forwarded(*original)) return answers_.failure(code::type_unsupported);
  const Posting::Place place = posting_.find_place(call, wish.receive_id);
  if (place.code != code::ok) return answers_.failure(place.code);
  if (const int busy = posting_.check_rate(place)) return answers_.failure(busy);
  shown = &posting_.show(call, place,
                         {.app = &call.app,
                          .type = original->type,
                          .content = original->content,
                          .mentions = original->mentions},
                         wish.uuid);
  copy(messages_.inside(*original), *shown);
  return answers_.success(posting_.shown(*shown, call.app));
}

Reply MessageForward::merge(const ApiCall& call) {
  const Wish wish = wish_of(call);
  if (wish.refusal) return answers_.failure(wish.refusal.code, wish.refusal.detail);
  Parts parts;
  json::array invalid;
  for (const std::string& id : protocol::strings_at(wish.body, "message_id_list")) {
    const Message* part = messages_.find(id);
    if (part && part->chat->has(call.app) && !part->recalled && can_be_forwarded(*part)) {
      parts.push_back(part);
    } else {
      invalid.emplace_back(id);
    }
  }
  Merged merged{posting_.folded(call, wish.uuid)};
  if (!merged.message && parts.empty()) {
    return answers_.failure(code::message_invalid, "invalid message_id_list");
  }
  if (!merged.message) merged = show_merged(call, wish, parts);
  if (!merged.message) return answers_.failure(merged.code);
  return answers_.success({{"message", posting_.shown(*merged.message, call.app)},
                           {"invalid_message_id_list", std::move(invalid)}});
}

Reply MessageForward::forward_thread(const ApiCall& call) {
  const Wish wish = wish_of(call);
  if (wish.refusal) return answers_.failure(wish.refusal.code, wish.refusal.detail);
  Merged merged{posting_.folded(call, wish.uuid)};
  if (!merged.message) {
    const Parts thread = known_thread(messages_, call.app, call.id("thread_id"));
    if (thread.empty()) return answers_.failure(code::thread_gone);
    if (!thread.front()->chat->has(call.app)) return answers_.failure(code::bot_not_in_chat);
    merged = show_merged(call, wish, thread);
  }
  if (!merged.message) return answers_.failure(merged.code);
  return answers_.success(posting_.shown(*merged.message, call.app));
}

MessageForward::Merged MessageForward::show_merged(const ApiCall& call, const Wish& wish,
                                                   const Parts& parts) {
  const Posting::Place place = posting_.find_place(call, wish.receive_id);
  if (place.code != code::ok) return {nullptr, place.code};
  if (const int busy = posting_.check_rate(place)) return {nullptr, busy};
  const Message& merged = posting_.show(
      call, place,
      {.app = &call.app, .type = "merge_forward", .content = std::string(merged_content)},
      wish.uuid);
  copy(parts, merged);
  return {&merged};
}

void MessageForward::copy(const Parts& parts, const Message& into) {
  for (const Message* part : parts) {
    const Message& copied = messages_.add({.chat = into.chat,
                                           .user = part->user,
                                           .app = part->app,
                                           .type = part->type,
                                           .content = part->content,
                                           .mentions = part->mentions,
                                           .upper_id = into.id,
                                           .created_ms = part->created_ms,
                                           .recalled = part->recalled});
    copy(messages_.inside(*part), copied);
  }
}

}  // namespace stormlark::mock
