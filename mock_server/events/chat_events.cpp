#include "mock_server/events/chat_events.h"

#include "mock_server/events/user_events.h"

#include <boost/json/array.hpp>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

json::object notice(const Chat& chat, const Actor& by, const App& to) {
  return {{"chat_id", chat.id},
          {"operator_id", ids_of(by, to)},
          {"external", false},
          {"operator_tenant_key", by.tenant().key}};
}

}  // namespace

json::object chat_notice(const Chat& chat, const Actor& by, const App& to) {
  json::object body = notice(chat, by, to);
  body["name"] = chat.title;
  body["i18n_names"] = json::object{{"zh_cn", ""}, {"en_us", ""}, {"ja_jp", ""}};
  return body;
}

json::object members_notice(const Chat& chat, const Actor& by,
                            const std::vector<const User*>& users, const App& to) {
  json::array whom;
  for (const User* user : users) {
    whom.push_back(json::object{{"name", user->name},
                                {"tenant_key", user->tenant->key},
                                {"user_id", ids_of({.user = user}, to)}});
  }
  json::object body = chat_notice(chat, by, to);
  body["users"] = std::move(whom);
  return body;
}

json::object updated_notice(const Chat& chat, const Actor& by, json::object before,
                            json::object after, const App& to) {
  json::object body = notice(chat, by, to);
  body["before_change"] = std::move(before);
  body["after_change"] = std::move(after);
  return body;
}

}  // namespace stormlark::mock
