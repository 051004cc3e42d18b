#include "mock_server/access/scopes.h"

#include "mock_server/event_types.h"

#include <algorithm>
#include <map>
#include <set>

namespace stormlark::mock {
namespace {

using Table = std::map<std::string_view, Scopes>;

const Scopes send = {"im:message", "im:message:send_as_bot"};
const Scopes change = {"im:message", "im:message:send_as_bot", "im:message:update"};
const Scopes recall = {"im:message", "im:message:send_as_bot", "im:message:recall"};
const Scopes read = {"im:message", "im:message:readonly"};
const Scopes resource = {"im:resource"};
const Scopes react = {"im:message", "im:message.reactions:write_only"};
const Scopes see_reactions = {"im:message", "im:message:readonly", "im:message.reactions:read"};
const Scopes pin = {"im:message", "im:message.pins:write_only"};
const Scopes see_pins = {"im:message", "im:message:readonly", "im:message.pins:read"};
const Scopes card = {"cardkit:card:write"};
const Scopes see_chat = {"im:chat", "im:chat:readonly", "im:chat:read"};
const Scopes see_members = {"im:chat", "im:chat:readonly", "im:chat.members:read"};
const Scopes change_members = {"im:chat", "im:chat.members:write_only"};
const Scopes bot_in_chat = {"im:chat", "im:chat:readonly", "im:chat.members:bot_access"};
const Scopes see_app = {"application:application:self_manage", "admin:app.info:readonly"};
const Scopes see_users = {"contact:contact.base:readonly", "contact:contact:readonly",
                          "contact:contact:readonly_as_app"};

const Table of_calls = {
    {"im.message.create", send},
    {"im.message.reply", send},
    {"im.message.forward", send},
    {"im.message.merge_forward", send},
    {"im.thread.forward", send},
    {"im.message.update", change},
    {"im.message.patch", change},
    {"im.message.delete", recall},
    {"im.message.get", read},
    {"im.message.mget", read},
    {"im.message.list", read},
    {"im.message.read_users", read},
    {"im.message_resource.get", read},
    {"im.message.push_follow_up", send},
    {"im.message.urgent_app", {"im:message.urgent"}},
    {"im.message.urgent_sms", {"im:message.urgent:sms"}},
    {"im.message.urgent_phone", {"im:message.urgent:phone"}},
    {"im.image.create", resource},
    {"im.image.get", resource},
    {"im.file.create", resource},
    {"im.file.get", resource},
    {"im.reaction.create", react},
    {"im.reaction.delete", react},
    {"im.reaction.list", see_reactions},
    {"im.reaction.batch_query", see_reactions},
    {"im.pin.create", pin},
    {"im.pin.delete", pin},
    {"im.pin.list", see_pins},
    {"cardkit.card.create", card},
    {"cardkit.card.id_convert", card},
    {"cardkit.card.update", card},
    {"cardkit.card.settings", card},
    {"cardkit.card.batch_update", card},
    {"cardkit.element.create", card},
    {"cardkit.element.update", card},
    {"cardkit.element.patch", card},
    {"cardkit.element.delete", card},
    {"cardkit.element.content", card},
    {"im.chat.get", see_chat},
    {"im.chat.list", see_chat},
    {"im.chat.search", see_chat},
    {"im.chat.batch_query", see_chat},
    {"im.chat_p2p.batch_query", see_chat},
    {"im.chat.create", {"im:chat", "im:chat:create"}},
    {"im.chat.update", {"im:chat", "im:chat:update"}},
    {"im.chat.delete", {"im:chat", "im:chat:delete"}},
    {"im.chat_members.get", see_members},
    {"im.chat_members.bots", see_members},
    {"im.chat_members.is_in_chat", see_members},
    {"im.chat_members.create", change_members},
    {"im.chat_members.delete", change_members},
    {"im.chat_members.me_join", change_members},
    {"bot.basic_batch", {"application:bot.basic_info:read"}},
    {"application.get", see_app},
    {"application.scopes", see_app},
    {"contact.user.get", see_users},
    {"contact.user.batch", see_users},
    {"contact.user.basic_batch", {"contact:user.basic_profile:readonly"}},
    {"contact.user.batch_get_id", {"contact:user.id:readonly"}},
};

const Table of_events = {
    {event_message_recalled, read},
    {event_messages_read, read},
    {event_reaction_created, see_reactions},
    {event_reaction_deleted, see_reactions},
    {event_bot_added, bot_in_chat},
    {event_bot_deleted, bot_in_chat},
    {event_user_added, see_members},
    {event_user_deleted, see_members},
    {event_user_withdrawn, see_members},
    {event_chat_updated, see_chat},
    {event_chat_disbanded, see_chat},
    {event_chat_entered, {"im:chat", "im:chat.access_event.bot_p2p_chat:read"}},
    {event_p2p_created, {"im:chat", "im:chat.access_event.bot_p2p_chat:read"}},
};

constexpr std::string_view mention = "mention";  // in a group

const Table of_messages = {
    {"p2p", {"im:message.p2p_msg:readonly", "im:message.p2p_msg", "im:message"}},
    {"group", {"im:message.group_msg"}},
    {mention,
     {"im:message.group_at_msg:readonly", "im:message.group_at_msg", "im:message.group_msg",
      "im:message"}},
};

const Scopes& listed(const Table& table, std::string_view key) {
  static const Scopes none;
  const auto found = table.find(key);
  return found == table.end() ? none : found->second;
}

}  // namespace

const Scopes& scopes_for_call(std::string_view operation) {
  return listed(of_calls, operation);
}

bool may_be_told(const App& app, std::string_view event_type) {
  return holds_any(app, listed(of_events, event_type));
}

bool may_hear(const App& app, std::string_view chat_type, bool mentioned) {
  return holds_any(app,
                   listed(of_messages, mentioned && chat_type == "group" ? mention : chat_type));
}

bool holds_any(const App& app, const Scopes& scopes) {
  return scopes.empty() ||
         std::ranges::any_of(scopes, [&app](std::string_view scope) { return app.holds(scope); });
}

Scopes known_scopes() {
  std::set<std::string_view> known = {scope_user_id, scope_user_name, scope_user_email};
  for (const Table* table : {&of_calls, &of_events, &of_messages}) {
    for (const auto& [what, scopes] : *table) known.insert(scopes.begin(), scopes.end());
  }
  return {known.begin(), known.end()};
}

}  // namespace stormlark::mock
