#include "mock_server/api/message_edits.h"

#include "mock_server/api/message_access.h"
#include "protocol/api.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
using protocol::string_at;

namespace {

constexpr int edits_max = 20;
constexpr Clock::duration card_life = 14 * 24h;
constexpr Clock::duration recall_window = 24h;
constexpr Clock::duration owner_recall_window = 365 * 24h;

constexpr Clock::duration follow_up_window = 600s;

bool is_editable(std::string_view type) {
  return type == "text" || type == "post";
}

/// Empty where the body does not say them as it should.
std::vector<std::string> follow_ups_in(const boost::system::result<boost::json::object>& body) {
  const auto* const listed = body ? body->if_contains("follow_ups") : nullptr;
  if (!listed || !listed->is_array()) return {};
  std::vector<std::string> follow_ups;
  for (const boost::json::value& one : listed->get_array()) {
    follow_ups.push_back(one.is_object() ? protocol::text_at(one.get_object(), "content") : "");
    if (follow_ups.back().empty()) return {};
  }
  return follow_ups;
}

}  // namespace

void MessageEdits::add_to(Routes& routes) {
  routes.add("im.message.update", [this](const ApiCall& call) { return edit(call); });
  routes.add("im.message.patch", [this](const ApiCall& call) { return change_card(call); });
  routes.add("im.message.delete", [this](const ApiCall& call) { return recall(call); });
  routes.add("im.message.push_follow_up",
             [this](const ApiCall& call) { return push_follow_up(call); });
}

Reply MessageEdits::edit(const ApiCall& call) {
  const auto wanted = protocol::read_outgoing_message(call.json());
  if (!wanted) return answers_.failure(code::message_invalid, flaw_in_message(call.json()));
  const auto [message, problem] = standing_message(messages_, call);
  if (!message) return answers_.failure(problem);
  if (!message->is_by(call.app)) return answers_.failure(code::may_not_edit);
  if (!is_editable(message->type) || !is_editable(wanted->msg_type)) {
    return answers_.failure(code::type_unsupported);
  }
  if (const Refusal refusal = check_content(wanted->msg_type, wanted->content)) {
    return answers_.failure(refusal.code, refusal.detail);
  }
  if (const Refusal refusal =
          posting_.check_resources(call.app, wanted->msg_type, wanted->content)) {
    return answers_.failure(refusal.code, refusal.detail);
  }
  if (message->edits >= edits_max) return answers_.failure(code::edited_too_often);
  messages_.edit(message->id, wanted->msg_type,
                 posting_.write(call.app, wanted->msg_type, wanted->content));
  note_edit(call, *message);
  return answers_.success(posting_.shown(*message, call.app));
}

Reply MessageEdits::change_card(const ApiCall& call) {
  const auto& body = call.json();
  const auto card = body ? string_at(*body, "content") : std::nullopt;
  if (!card) return answers_.failure(code::message_invalid, "content must be a string");
  const auto [message, problem] = standing_message(messages_, call);
  if (!message) return answers_.failure(problem);
  if (message->type != "interactive") return answers_.failure(code::type_unsupported);
  if (!message->is_by(call.app)) return answers_.failure(code::may_not_edit);
  if (const Refusal refusal = check_content("interactive", *card)) {
    return answers_.failure(refusal.code, refusal.detail);
  }
  if (!allows_updates(message->content) || !allows_updates(*card)) {
    return answers_.failure(code::message_invalid, "config.update_multi must be true");
  }
  if (messages_.age(*message) > card_life) return answers_.failure(code::card_too_old);
  // A card entity is changed through its own calls: this one says yes and changes nothing.
  if (!cards_.shown_by(*message)) {
    messages_.replace_content(message->id, *card);
    note_edit(call, *message);
  }
  return answers_.success({});
}

Reply MessageEdits::recall(const ApiCall& call) {
  const auto [message, problem] = standing_message(messages_, call);
  if (!message) return answers_.failure(problem);
  const bool is_copy = !message->upper_id.empty();  // in a merged message
  const bool is_own = message->is_by(call.app);
  const bool owns_chat = message->chat->owner_bot == &call.app;
  if (is_copy || !(is_own || owns_chat)) return answers_.failure(code::may_not_recall);
  if (messages_.age(*message) > (owns_chat ? owner_recall_window : recall_window)) {
    return answers_.failure(code::recall_too_late);
  }
  messages_.recall(message->id);
  recorder_.add(history::MessageRecalled{
      .message = message->id, .chat = message->chat->name, .by = call.app.options.id});
  publisher_.message_recalled(*message, is_own ? Recaller::author : Recaller::group_owner);
  return answers_.success({});
}

Reply MessageEdits::push_follow_up(const ApiCall& call) {
  auto follow_ups = follow_ups_in(call.json());
  if (follow_ups.empty()) {
    return answers_.failure(code::message_invalid, "follow_ups must each have a content");
  }
  const auto [message, problem] = standing_message(messages_, call);
  if (!message) return answers_.failure(problem);
  if (!message->is_by(call.app)) return answers_.failure(code::not_the_sender);
  if (message->chat->type != "p2p") return answers_.failure(code::chat_kind_unfit);
  const bool newest = messages_.of_chat(*message->chat).back() == message;
  if (!newest || messages_.age(*message) > follow_up_window) {
    return answers_.failure(code::message_invalid,
                            "the message must be the chat's newest, and at most 600 s old");
  }
  messages_.offer(message->id, std::move(follow_ups));
  return answers_.success({});
}

void MessageEdits::note_edit(const ApiCall& call, const Message& message) {
  recorder_.add(history::MessageEdited{.message = message.id,
                                       .app = call.app.options.id,
                                       .call = call.call.number,
                                       .text = visible_text(message)});
}

}  // namespace stormlark::mock
