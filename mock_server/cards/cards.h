#pragma once

#include "history/recorder.h"
#include "mock_server/cards/card_edit.h"
#include "mock_server/cards/streaming.h"
#include "mock_server/chats/messages.h"

#include <list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::mock {

/// A card as it was from some moment on.
struct CardState {
  std::int64_t at_ms = 0;
  int sequence = 0;  ///< of the call that made it so; 0 for a new card
  std::string what = {};
  std::string json = {};
};

/// A card entity: made by an app, sent in one message at most, changed by its app alone.
struct Card {
  std::string id = {};
  const App* app = nullptr;
  boost::json::object json = {};
  bool is_template = false;     ///< `json` then names the template; what it looks like is not known
  std::string message_id = {};  ///< the message that shows it; empty until it is sent
  int sequence = 0;             ///< the last one that was taken
  std::set<std::string> uuids = {};
  Streaming streaming = {};
  Clock::time_point end = {};  ///< from then on it cannot be changed any more
  std::vector<CardState> states = {};
};

/// What an app wants to do to a card.
struct CardChange {
  int sequence = 0;
  std::string uuid = {};
  std::string what = {};  ///< for histories
  CardEdit edit = {};
  bool streams = false;  ///< wants the streaming mode to be open
};

/// Every card entity, with its states over time.
class Cards {
 public:
  Cards(const Clock& clock, Prng random, history::Recorder& recorder)
      : clock_(clock), random_(random), recorder_(recorder) {}

  /// The JSON was found good.
  const Card& create(const App& app, boost::json::object json, bool is_template);
  const Card* find(std::string_view id) const;
  auto begin() const { return by_id_.begin(); }
  auto end() const { return by_id_.end(); }

  /// Changes it as a whole or not at all; `code::ok`, or why not. A change that is refused takes
  /// neither its sequence nor its uuid.
  int change(const App& app, const std::string& id, const CardChange& change);

  /// What the app answers to a click is the card from now on; no sequence is asked for.
  void replace(const std::string& id, boost::json::object json);

  /// The id of the card that a message's content names; empty where it names none.
  static std::string id_in(const Message& message);
  /// Why the app cannot send the card; `code::ok` when it can.
  int refusal_to_send(const App& app, const std::string& id) const;
  /// From now on the message shows the card.
  void show(const std::string& id, const Message& message);
  /// Null for a message that shows none.
  const Card* shown_by(const Message& message) const;
  /// Whether text is being streamed into the card that the message shows.
  bool is_streamed(const Message& message) const;
  bool streaming(const Card& card) const { return card.streaming.open(clock_.now()); }

  /// From now on there are none. Addresses stay valid.
  void forget_all();

 private:
  int refusal_of(const App& app, const Card* card) const;
  void note(Card& card, std::string what);

  const Clock& clock_;
  Prng random_;
  history::Recorder& recorder_;
  std::map<std::string, Card, std::less<>> by_id_;
  std::map<std::string, const Card*> by_message_;  // by message id
  std::list<decltype(by_id_)> forgotten_;
};

}  // namespace stormlark::mock
