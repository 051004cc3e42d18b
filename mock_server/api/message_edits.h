#pragma once

#include "history/recorder.h"
#include "mock_server/api/posting.h"
#include "mock_server/cards/cards.h"
#include "mock_server/events/publisher.h"

namespace stormlark::mock {

/// What an app does to its messages after it sent them: it edits texts, changes cards, recalls, and
/// offers what to say next.
class MessageEdits {
 public:
  MessageEdits(history::Recorder& recorder, Messages& messages, const Cards& cards,
               Posting& posting, Publisher& publisher, Answers& answers)
      : recorder_(recorder),
        messages_(messages),
        cards_(cards),
        posting_(posting),
        publisher_(publisher),
        answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply edit(const ApiCall& call);
  Reply change_card(const ApiCall& call);
  Reply recall(const ApiCall& call);
  Reply push_follow_up(const ApiCall& call);

  void note_edit(const ApiCall& call, const Message& message);

  history::Recorder& recorder_;
  Messages& messages_;
  const Cards& cards_;
  Posting& posting_;
  Publisher& publisher_;
  Answers& answers_;
};

}  // namespace stormlark::mock
