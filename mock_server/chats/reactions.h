#pragma once

#include "history/recorder.h"
#include "mock_server/chats/messages.h"
#include "mock_server/events/publisher.h"

#include <list>
#include <map>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::mock {

struct Reaction {
  std::string id = {};
  const Message* message = nullptr;
  Actor actor;
  std::string emoji = {};
  std::int64_t at_ms = 0;
};

/// The reaction object that the API answers the app with.
boost::json::object to_json(const Reaction& reaction, const App& reader,
                            std::string_view id_type = "open_id");

/// Who reacted to what. Each change is recorded, and told to the apps in the chat, the app that
/// made it included.
class Reactions {
 public:
  Reactions(const Clock& clock, Prng random, history::Recorder& recorder,
            const Directory& directory, Publisher& publisher)
      : clock_(clock),
        random_(random),
        recorder_(recorder),
        directory_(directory),
        publisher_(publisher) {}

  /// The same actor's same emoji is one reaction: the one that is there is answered.
  const Reaction& add(const Message& message, const Actor& actor, const std::string& emoji);
  /// The reaction must be there; it no longer is.
  void remove(const Reaction& reaction);

  /// Null when the message has no such reaction.
  const Reaction* find(const Message& message, std::string_view id) const;
  const Reaction* find(const Message& message, const Actor& actor, std::string_view emoji) const;
  /// The oldest first.
  const std::list<Reaction>& of(const Message& message) const;
  void forget_all() { by_message_.clear(); }

 private:
  void announce(const Reaction& reaction, bool added);

  const Clock& clock_;
  Prng random_;
  history::Recorder& recorder_;
  const Directory& directory_;
  Publisher& publisher_;
  std::map<std::string, std::list<Reaction>> by_message_;  // by message id
};

}  // namespace stormlark::mock
