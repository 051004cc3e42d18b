#include "mock_server/chats/reactions.h"

#include "mock_server/events/user_events.h"

#include <algorithm>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

constexpr std::size_t id_digits = 64;  // the platform's are long, too

/// What stands under `event` when a reaction comes or goes; it names neither chat nor reaction.
json::object event_body(const Reaction& reaction, const App& to) {
  const App* const app = reaction.actor.app;
  json::object body{{"message_id", reaction.message->id},
                    {"reaction_type", json::object{{"emoji_type", reaction.emoji}}},
                    {"operator_type", app ? "app" : "user"},
                    {"action_time", std::to_string(reaction.at_ms)}};
  if (app) {
    body["app_id"] = app->options.id;
  } else {
    body["user_id"] = ids_of(reaction.actor, to);
  }
  return body;
}

}  // namespace

json::object to_json(const Reaction& reaction, const App& reader, std::string_view id_type) {
  const App* const app = reaction.actor.app;
  const std::string_view id = app ? app->options.id : id_of(*reaction.actor.user, id_type, reader);
  return {{"reaction_id", reaction.id},
          {"operator", json::object{{"operator_id", id}, {"operator_type", app ? "app" : "user"}}},
          {"action_time", std::to_string(reaction.at_ms)},
          {"reaction_type", json::object{{"emoji_type", reaction.emoji}}}};
}

const Reaction& Reactions::add(const Message& message, const Actor& actor,
                               const std::string& emoji) {
  if (const Reaction* const there = find(message, actor, emoji)) return *there;
  const Reaction& added =
      by_message_[message.id].emplace_back(Reaction{.id = random_.hex(id_digits),
                                                    .message = &message,
                                                    .actor = actor,
                                                    .emoji = emoji,
                                                    .at_ms = clock_.wall_ms()});
  announce(added, true);
  return added;
}

void Reactions::remove(const Reaction& reaction) {
  Reaction gone = reaction;
  gone.at_ms = clock_.wall_ms();
  by_message_[gone.message->id].remove_if([&](const Reaction& one) { return one.id == gone.id; });
  announce(gone, false);
}

const Reaction* Reactions::find(const Message& message, std::string_view id) const {
  const auto& all = of(message);
  const auto found = std::ranges::find(all, id, &Reaction::id);
  return found == all.end() ? nullptr : &*found;
}

const Reaction* Reactions::find(const Message& message, const Actor& actor,
                                std::string_view emoji) const {
  const auto& all = of(message);
  const auto found = std::ranges::find_if(
      all, [&](const Reaction& one) { return one.actor == actor && one.emoji == emoji; });
  return found == all.end() ? nullptr : &*found;
}

const std::list<Reaction>& Reactions::of(const Message& message) const {
  static const std::list<Reaction> none;
  const auto found = by_message_.find(message.id);
  return found == by_message_.end() ? none : found->second;
}

void Reactions::announce(const Reaction& reaction, bool added) {
  recorder_.add(history::ReactionChanged{.message = reaction.message->id,
                                         .by = reaction.actor.name(),
                                         .emoji = reaction.emoji,
                                         .added = added});
  for (const App& listener : directory_.apps()) {
    if (!reaction.message->chat->has(listener)) continue;
    publisher_.tell(listener, added ? event_reaction_created : event_reaction_deleted,
                    event_body(reaction, listener));
  }
}

}  // namespace stormlark::mock
