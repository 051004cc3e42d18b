#include "mock_server/control/chat_desk.h"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace stormlark::mock {

using enum MemberKind;

namespace {

/// Names need not be of Latin letters (RFC 8187).
std::string attachment(const std::string& name) {
  return "attachment; filename*=UTF-8''" + boost::urls::encode(name, boost::urls::unreserved_chars);
}

}  // namespace

void ChatDesk::add_to(ControlRoutes& routes) {
  routes.add({.method = "GET",
              .pattern = "/v1/users",
              .id = "listUsers",
              .summary = "Users, by name",
              .gives = {{.name = "users",
                         .kind = list,
                         .what = "name, tenant, union_id, user_id and, by app, open_ids of each"}},
              .serve = at_once([this](const ControlCall&) {
                return control_answer({{"users", platform_.users()}});
              })});
  routes.add({.method = "GET",
              .pattern = "/v1/chats",
              .id = "listChats",
              .summary = "Chats, the oldest first",
              .gives = {{.name = "chats",
                         .kind = list,
                         .what = "id, name, type, user and app of each, and how many messages"}},
              .serve = at_once([this](const ControlCall&) {
                return control_answer({{"chats", platform_.chats()}});
              })});
  routes.add({.method = "GET",
              .pattern = "/v1/chats/:chat/messages",
              .id = "listMessages",
              .summary = "What stands in a chat, as its users see it",
              .gives = {{.name = "messages",
                         .kind = list,
                         .what = "author, content, reactions, and a card's states over time"}},
              .serve = at_once([this](const ControlCall& call) { return messages(call); })});
  routes.add(
      {.method = "GET",
       .pattern = "/v1/cards",
       .id = "listCards",
       .summary = "Card entities with their states over time, sent or not",
       .gives = {{.name = "cards", .kind = list, .what = "card, app, message, states of each"}},
       .serve = at_once(
           [this](const ControlCall&) { return control_answer({{"cards", platform_.cards()}}); })});
  routes.add({.method = "GET",
              .pattern = "/v1/resources/:key",
              .id = "readResource",
              .summary = "An image or a file",
              .media = "application/octet-stream",
              .serve = at_once([this](const ControlCall& call) { return resource(call); })});
}

HttpResponse ChatDesk::messages(const ControlCall& call) const {
  const std::string& id = call.name("chat");
  auto messages = platform_.messages_of(id);
  if (!messages) return control_complaint(404, "no chat has the id " + id);
  return control_answer({{"messages", std::move(*messages)}});
}

HttpResponse ChatDesk::resource(const ControlCall& call) const {
  const std::string& key = call.name("key");
  const Resource* const found = platform_.find_resource(key);
  if (!found) return control_complaint(404, "nothing was uploaded as " + key);
  // An app's bytes must never act in the name of this port.
  return {200,
          {{"Content-Type", found->is_image ? found->content_type : "application/octet-stream"},
           {"Content-Disposition", found->is_image ? "inline" : attachment(found->name)},
           {"Content-Security-Policy", "sandbox; default-src 'none'"},
           {"X-Content-Type-Options", "nosniff"}},
          found->bytes};
}

}  // namespace stormlark::mock
