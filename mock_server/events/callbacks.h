#pragma once

#include "history/recorder.h"
#include "mock_server/cards/cards.h"
#include "mock_server/chats/messages.h"
#include "mock_server/delivery/callback_outcome.h"
#include "mock_server/delivery/delivery.h"
#include "mock_server/directory.h"
#include "mock_server/events/card_click.h"

#include <map>
#include <string>

namespace stormlark::mock {

/// Asks apps what their users are waiting for. Unlike an event a callback is pushed once, and its
/// ack brings what the user is shown.
class Callbacks {
 public:
  Callbacks(World& world, history::Recorder& recorder, Directory& directory, Messages& messages,
            Cards& cards, Delivery& delivery)
      : world_(world),
        recorder_(recorder),
        directory_(directory),
        messages_(messages),
        cards_(cards),
        delivery_(delivery),
        random_(world.random().fork("callbacks")) {}

  /// `card.action.trigger`. A new card is in the chat when the outcome is there. Throws
  /// `invalid_argument` at once where the user sees no such card.
  awaitable<CallbackOutcome> click(CardClick click);

  /// What an app does to a card afterwards by a call, with the token that came with a click.
  /// `code::ok`, or why not: the token is unknown or used up, or the click is not answered yet.
  int update(const App& app, const std::string& token, const std::string& card, int call);

 private:
  /// What the token of an answered click is good for.
  struct Grant {
    const Message* card = nullptr;
    Clock::time_point end;
    int uses_left = 0;
  };

  const Message& card_before(const CardClick& click) const;
  struct Asked {
    PlatformEvent event;
    const Message* card = nullptr;
    std::string token;  ///< for updates of the card afterwards
  };

  awaitable<CallbackOutcome> ask(Asked asked);
  void show(const Message& message, const std::string& card);
  /// What keeps the card of an answer from being shown; empty for nothing.
  std::string flaw_in_answer(const Message& message, const CallbackOutcome& outcome) const;
  CallbackOutcome settle(const Asked& asked, CallbackOutcome outcome);

  World& world_;
  history::Recorder& recorder_;
  Directory& directory_;
  Messages& messages_;
  Cards& cards_;
  Delivery& delivery_;
  Prng random_;
  std::map<std::string, Grant> grants_;  // by token
};

}  // namespace stormlark::mock
