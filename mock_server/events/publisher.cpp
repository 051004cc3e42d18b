#include "mock_server/events/publisher.h"

#include "mock_server/access/scopes.h"
#include "mock_server/events/user_events.h"
#include "runtime/json_text.h"

#include <algorithm>

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace {

boost::json::array mentions_of(const Message& message, const App& to) {
  boost::json::array mentions;
  for (const auto& [key, who] : message.mentions) {
    mentions.push_back(boost::json::object{{"key", key},
                                           {"id", ids_of(who, to)},
                                           {"mentioned_type", who.user ? "user" : "bot"},
                                           {"name", who.called()},
                                           {"tenant_key", message.chat->tenant->key}});
  }
  return mentions;
}

bool wants(const App& app, std::string_view type) {
  return app.subscribes_to(type) && may_be_told(app, type);
}

bool is_mentioned(const App& app, const Message& message) {
  return std::ranges::any_of(message.mentions,
                             [&app](const Mention& mention) { return mention.who.app == &app; });
}

bool hears(const App& app, const Message& message) {
  if (!app.subscribes_to(protocol::event_message_receive) || !message.chat->has(app)) return false;
  const bool mentioned = is_mentioned(app, message);
  // Two bots that answer all that they hear would never end.
  if (!message.user && !mentioned) return false;
  return may_hear(app, message.chat->type, mentioned);
}

}  // namespace

void Publisher::message_received(const Message& message) {
  if (message.user) tell_of(message, *message.app);
  for (const App* app : message.chat->bots) {
    if (app != message.app) tell_of(message, *app);
  }
}

void Publisher::tell_of(const Message& message, const App& app) {
  if (!hears(app, message)) return;
  const Actor author = message.author();
  protocol::MessageReceived event;
  event.header = header_of(app, protocol::event_message_receive);
  event.header.create_time_ms = message.created_ms;
  event.message_id = message.id;
  event.chat_id = message.chat->id;
  event.chat_type = message.chat->type;
  event.sender_open_id = author.open_id(app);
  event.sender_union_id = author.union_id();
  event.sender_user_id = user_id_of(author, app);
  event.sender_type = message.user ? "user" : "bot";
  event.message_type = message.type;
  event.content = message.content;
  event.root_id = message.root_id;
  event.parent_id = message.parent_id;
  event.thread_id = message.thread_id;
  event.create_time_ms = message.created_ms;
  event.mentions = mentions_of(message, app);
  const bool is_to_it = message.user && message.app == &app;
  std::string body = protocol::body_of(event);
  delivery_.announce({.header = std::move(event.header),
                      .body = std::move(body),
                      .message = is_to_it ? message.id : std::string()});
}

void Publisher::messages_read(const App& app, const User& reader,
                              const std::vector<const Message*>& messages) {
  tell(app, event_messages_read, messages_read_by(reader, app, messages, clock_.wall_ms()));
}

void Publisher::message_recalled(const Message& message, Recaller by) {
  const boost::json::object body{
      {"message_id", message.id},
      {"chat_id", message.chat->id},
      {"recall_time", std::to_string(message.updated_ms)},
      {"recall_type", by == Recaller::author ? "message_owner" : "group_owner"}};
  tell_all(*message.chat, event_message_recalled, [&](const App&) { return body; });
}

void Publisher::tell_all(const Chat& chat, std::string_view type, const BodyFor& body_for) {
  for (const App* app : chat.bots) {
    if (wants(*app, type)) announce(*app, type, body_for(*app));
  }
}

void Publisher::tell(const App& app, std::string_view type, const boost::json::object& body) {
  if (wants(app, type)) announce(app, type, body);
}

void Publisher::announce(const App& app, std::string_view type, const boost::json::object& body) {
  delivery_.announce({.header = header_of(app, type), .body = boost::json::serialize(body)});
}

void Publisher::tell_v1(const App& app, std::string_view type, const boost::json::object& body) {
  const auto& named = app.options.events;
  if (std::ranges::find(named, type) == named.end() || !may_be_told(app, type)) return;
  delivery_.announce(
      {.header = header_of(app, type), .body = boost::json::serialize(body), .old_schema = true});
}

void Publisher::app_ticket(const App& app, const std::string& ticket) {
  delivery_.announce({.header = header_of(app, "app_ticket"),
                      .body = JsonText().add("app_ticket", ticket).take(),
                      .old_schema = true});
}

protocol::EventHeader Publisher::header_of(const App& app, std::string_view type) const {
  return {.event_id = {},  // given where it is delivered
          .event_type = std::string(type),
          .app_id = app.options.id,
          .tenant_key = app.tenant->key,
          .create_time_ms = clock_.wall_ms(),
          .verification_token = app.options.verification_token};
}

}  // namespace stormlark::mock
