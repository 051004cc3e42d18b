#pragma once

#include "history/recorder.h"
#include "mock_server/api/routes.h"
#include "mock_server/cards/cards.h"
#include "mock_server/messages.h"

#include <string>

namespace stormlark::mock {

/// What apps do with messages: create, reply, get, list.
class MessageApi {
 public:
  MessageApi(history::Recorder& recorder, Directory& directory, Messages& messages, Cards& cards,
             Answers& answers)
      : recorder_(recorder),
        directory_(directory),
        messages_(messages),
        cards_(cards),
        answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply create(const ApiCall& call);
  Reply reply(const ApiCall& call);
  Reply get(const ApiCall& call);
  Reply list(const ApiCall& call);

  const Chat* receiver(const ApiCall& call, const std::string& receive_id);
  /// The message object; a card is read as what is left of it.
  boost::json::object shown(const Message& message) const;
  Reply commit(const ApiCall& call, Message message, const std::string& uuid);

  history::Recorder& recorder_;
  Directory& directory_;
  Messages& messages_;
  Cards& cards_;
  Answers& answers_;
};

}  // namespace stormlark::mock
