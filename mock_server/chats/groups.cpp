#include "mock_server/chats/groups.h"

#include "mock_server/events/chat_events.h"
#include "mock_server/events/user_events.h"

#include <algorithm>

#include <boost/json/object.hpp>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

/// What a group's owner is in a notice of his change; nobody's id where a bot owns it.
json::object owner_id(const User* owner, const App& to) {
  return owner ? ids_of({.user = owner}, to) : json::object();
}

/// Puts the new value in the old one's place, and notes both where they differ.
void change(std::string& value, const std::optional<std::string>& wanted, const char* key,
            json::object& before, json::object& after) {
  if (!wanted || *wanted == value) return;
  before[key] = value;
  after[key] = *wanted;
  value = *wanted;
}

}  // namespace

const Chat* Groups::remembered(const App& by, const std::string& uuid) const {
  return by_uuid_.find(by, uuid);
}

void Groups::remember(const App& by, const std::string& uuid, const Chat& chat) {
  by_uuid_.keep(by, uuid, chat);
}

const Chat& Groups::make(const App& by, const GroupWishes& wishes, bool open) {
  Chat& chat = directory_.make_group(wishes.title.value_or(""), by);
  chat.description = wishes.description.value_or("");
  chat.avatar = wishes.avatar.value_or("");
  chat.open = open;
  note(chat, {.app = &by}, "made");
  if (wishes.owner) {
    chat.owner = wishes.owner;
    chat.owner_bot = nullptr;
    add(chat, {.app = &by}, Users{wishes.owner});
  }
  return chat;
}

void Groups::update(const Chat& chat, const Actor& by, const GroupWishes& wishes) {
  Chat& changed = directory_.change(chat);
  json::object before;
  json::object after;
  change(changed.title, wishes.title, "name", before, after);
  change(changed.description, wishes.description, "description", before, after);
  change(changed.avatar, wishes.avatar, "avatar", before, after);
  const User* const former = changed.owner;
  const bool handed_over = wishes.owner && wishes.owner != former;
  if (handed_over) {
    changed.owner = wishes.owner;
    changed.owner_bot = nullptr;
  }
  if (after.empty() && !handed_over) return;
  note(chat, by, "updated");
  publisher_.tell_all(chat, event_chat_updated, [&](const App& to) {
    if (handed_over) {
      before["owner_id"] = owner_id(former, to);
      after["owner_id"] = owner_id(changed.owner, to);
    }
    return updated_notice(chat, by, before, after, to);
  });
}

void Groups::dissolve(const Chat& chat, const Actor& by) {
  directory_.change(chat).dissolved = true;
  note(chat, by, "dissolved");
  publisher_.tell_all(chat, event_chat_disbanded,
                      [&](const App& to) { return chat_notice(chat, by, to); });
}

void Groups::add(const Chat& chat, const Actor& by, const Users& users) {
  Users came;
  for (const User* user : users) {
    if (chat.has(*user)) continue;
    directory_.let_in(chat, *user);
    note(chat, by, "joined", user->name);
    came.push_back(user);
  }
  if (came.empty()) return;
  publisher_.tell_all(chat, event_user_added,
                      [&](const App& to) { return members_notice(chat, by, came, to); });
}

void Groups::add(const Chat& chat, const Actor& by, const Bots& bots) {
  for (const App* bot : bots) {
    if (chat.has(*bot)) continue;
    directory_.change(chat).bots.push_back(bot);
    note(chat, by, "joined", bot->options.id);
    publisher_.tell(*bot, event_bot_added, chat_notice(chat, by, *bot));
  }
}

void Groups::remove(const Chat& chat, const Actor& by, const Users& users, bool withdrawn) {
  Users went;
  for (const User* user : users) {
    if (chat.owner == user) hand_over(chat, by, *user);
    if (std::erase(directory_.change(chat).users, user) == 0) continue;
    note(chat, by, "left", user->name);
    went.push_back(user);
  }
  if (went.empty()) return;
  publisher_.tell_all(chat, withdrawn ? event_user_withdrawn : event_user_deleted,
                      [&](const App& to) { return members_notice(chat, by, went, to); });
}

void Groups::hand_over(const Chat& chat, const Actor& by, const User& leaving) {
  const auto heir =
      std::ranges::find_if(chat.users, [&](const User* one) { return one != &leaving; });
  if (heir != chat.users.end()) return update(chat, by, {.owner = *heir});
  directory_.change(chat).owner = nullptr;
}

void Groups::remove(const Chat& chat, const Actor& by, const Bots& bots) {
  for (const App* bot : bots) {
    Chat& changed = directory_.change(chat);
    if (std::erase(changed.bots, bot) == 0) continue;
    if (changed.owner_bot == bot) changed.owner_bot = nullptr;
    note(chat, by, "left", bot->options.id);
    publisher_.tell(*bot, event_bot_deleted, chat_notice(chat, by, *bot));
  }
}

void Groups::note(const Chat& chat, const Actor& by, const std::string& what,
                  const std::string& who) {
  recorder_.add(history::ChatChanged{.chat = chat.name, .by = by.name(), .what = what, .who = who});
}

}  // namespace stormlark::mock
