#include "mock_server/chats/views.h"

#include "protocol/json.h"

#include <algorithm>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

json::array texts(const std::vector<std::string>& all) {
  return json::array(all.begin(), all.end());
}

json::object by_app(const OpenIds& open_ids) {
  json::object ids;
  for (const auto& [app, id] : open_ids) ids[app] = id;
  return ids;
}

/// What JSON cannot say stands there as a text.
json::value parsed(const std::string& content) {
  auto object = protocol::parse_object(content);
  return object ? json::value(std::move(*object)) : json::value(content);
}

json::object state(std::int64_t at_ms, std::string_view what, const std::string& card) {
  return {{"time_ms", at_ms}, {"what", what}, {"card", parsed(card)}};
}

json::array states_of(const Card& card) {
  json::array states;
  for (const CardState& one : card.states) {
    json::object shown = state(one.at_ms, one.what, one.json);
    shown["sequence"] = one.sequence;
    states.push_back(std::move(shown));
  }
  return states;
}

json::array states_of(const Message& message) {
  json::array states;
  for (const Revision& one : message.earlier) {
    states.push_back(state(one.at_ms, states.empty() ? "sent" : "changed", one.content));
  }
  const auto at = states.empty() ? message.created_ms : message.updated_ms;
  states.push_back(state(at, states.empty() ? "sent" : "changed", message.content));
  return states;
}

}  // namespace

json::array Views::apps() const {
  json::array apps;
  for (const App& app : directory_.apps()) {
    apps.push_back(json::object{{"id", app.options.id},
                                {"bot_name", app.options.bot_name},
                                {"union_id", app.union_id},
                                {"open_ids", by_app(app.open_ids)},
                                {"tenant", app.tenant->name},
                                {"tenant_key", app.tenant->key},
                                {"events", texts(app.options.events)}});
  }
  return apps;
}

json::array Views::users() const {
  json::array users;
  for (const auto& [name, user] : directory_.users()) {
    users.push_back(json::object{{"name", name},
                                 {"tenant", user.tenant->name},
                                 {"union_id", user.union_id},
                                 {"user_id", user.user_id},
                                 {"open_ids", by_app(user.open_ids)}});
  }
  return users;
}

json::array Views::chats() const {
  json::array chats;
  for (const Chat& chat : directory_.chats()) chats.push_back(of(chat));
  return chats;
}

json::object Views::of(const Chat& chat) const {
  const auto& messages = messages_.of_chat(chat);
  return {{"id", chat.id},
          {"name", chat.name},
          {"type", chat.type},
          {"user", chat.user ? chat.user->name : std::string()},
          {"title", chat.title},
          {"app", chat.user ? chat.bots.front()->options.id : std::string()},
          {"messages", messages.size()},
          {"last_ms", messages.empty() ? 0 : messages.back()->created_ms}};
}

json::array Views::messages_of(const Chat& chat) const {
  json::array messages;
  for (const Message* message : messages_.of_chat(chat)) messages.push_back(of(*message));
  return messages;
}

json::object Views::of(const Message& message) const {
  json::object view{{"id", message.id},
                    {"by", author_of(message)},
                    {"type", message.type},
                    {"time_ms", message.created_ms},
                    {"updated_ms", message.updated_ms},
                    {"edits", message.edits},
                    {"recalled", message.recalled},
                    {"reply_to", message.parent_id},
                    {"thread", message.thread_id},
                    {"reactions", reactions_to(message)}};
  const auto& pins = pins_.of(*message.chat);
  view["pinned"] = std::ranges::find(pins, &message, &Pin::message) != pins.end();
  if (message.recalled) return view;
  view["content"] = parsed(message.content);
  view["mentions"] = mentions_of(message);
  if (!message.follow_ups.empty()) view["follow_ups"] = texts(message.follow_ups);
  if (message.type == "interactive") view["card"] = card_of(message);
  json::array inside;
  for (const Message* copy : messages_.inside(message)) inside.push_back(of(*copy));
  if (!inside.empty()) view["inside"] = std::move(inside);
  return view;
}

json::object Views::author_of(const Message& message) const {
  if (message.user) return {{"kind", "user"}, {"name", message.user->name}};
  const AppOptions& app = message.app->options;
  return {{"kind", "app"}, {"name", app.bot_name}, {"app", app.id}};
}

json::object Views::card_of(const Message& message) const {
  const Card* const entity = cards_.shown_by(message);
  json::object card{{"id", entity ? entity->id : std::string()},
                    {"streaming", cards_.is_streamed(message)},
                    {"states", entity ? states_of(*entity) : states_of(message)}};
  card["now"] = card.at("states").as_array().back().at("card");
  return card;
}

json::array Views::mentions_of(const Message& message) const {
  json::array mentions;
  for (const Mention& one : message.mentions) {
    mentions.push_back(json::object{{"key", one.key}, {"name", one.who.called()}});
  }
  return mentions;
}

json::array Views::reactions_to(const Message& message) const {
  json::array reactions;
  for (const Reaction& one : reactions_.of(message)) {
    reactions.push_back(json::object{{"emoji", one.emoji},
                                     {"by", one.actor.called()},
                                     {"kind", one.actor.app ? "app" : "user"}});
  }
  return reactions;
}

json::array Views::cards() const {
  json::array cards;
  for (const auto& [id, card] : cards_) {
    cards.push_back(json::object{{"card", id},
                                 {"app", card.app->options.id},
                                 {"message", card.message_id},
                                 {"streaming", cards_.streaming(card)},
                                 {"states", states_of(card)}});
  }
  return cards;
}

}  // namespace stormlark::mock
