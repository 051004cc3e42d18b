#include "mock_server/events/user_events.h"

#include "mock_server/access/scopes.h"

#include <boost/json/array.hpp>

namespace stormlark::mock {

namespace json = boost::json;

json::object ids_of(const Actor& who, const App& to) {
  const std::string user_id = user_id_of(who, to);
  return {{"union_id", who.union_id()},
          {"user_id", user_id.empty() ? json::value() : json::value(user_id)},
          {"open_id", who.open_id(to)}};
}

std::string user_id_of(const Actor& who, const App& to) {
  return who.user && to.holds(scope_user_id) ? who.user->user_id : std::string();
}

json::object messages_read_by(const User& reader, const App& to,
                              const std::vector<const Message*>& messages, std::int64_t at_ms) {
  json::array ids;
  for (const Message* message : messages) ids.emplace_back(message->id);
  return {{"reader",
           {{"reader_id", ids_of({.user = &reader}, to)},
            {"read_time", std::to_string(at_ms)},
            {"tenant_key", reader.tenant->key}}},
          {"message_id_list", std::move(ids)}};
}

json::object menu_chosen(const User& user, const App& to, const std::string& event_key,
                         std::int64_t timestamp_s) {
  const json::object ids = ids_of({.user = &user}, to);
  return {{"operator", {{"operator_name", user.name}, {"operator_id", ids}}},
          {"event_key", event_key},
          {"timestamp", timestamp_s}};
}

json::object chat_entered(const Chat& chat, const User& user, const App& to, const Message* last) {
  json::object body{{"chat_id", chat.id}, {"operator_id", ids_of({.user = &user}, to)}};
  if (last) {
    body["last_message_id"] = last->id;
    body["last_message_create_time"] = std::to_string(last->created_ms);
  }
  return body;
}

json::object p2p_created(const Chat& chat, const Actor& by, const App& to) {
  const User& user = *chat.user;
  return {{"chat_id", chat.id},
          {"operator", {{"open_id", by.open_id(to)}, {"user_id", user_id_of(by, to)}}},
          {"user",
           {{"open_id", user.open_id(to)},
            {"user_id", user_id_of({.user = &user}, to)},
            {"name", user.name}}}};
}

json::object card_acted_on(const Message& card, const User& user, const std::string& token,
                           json::object action) {
  json::object who = ids_of({.user = &user}, *card.app);
  who["tenant_key"] = user.tenant->key;
  return {
      {"operator", std::move(who)},
      {"token", token},
      {"action", std::move(action)},
      {"host", "im_message"},
      {"context", {{"open_message_id", card.id}, {"open_chat_id", card.chat->id}}},
  };
}

json::object legacy_card_acted_on(const Message& card, const User& user, const std::string& token,
                                  json::object action) {
  return {{"open_id", user.open_id(*card.app)}, {"user_id", user_id_of({.user = &user}, *card.app)},
          {"open_message_id", card.id},         {"open_chat_id", card.chat->id},
          {"tenant_key", user.tenant->key},     {"token", token},
          {"action", std::move(action)}};
}

}  // namespace stormlark::mock
