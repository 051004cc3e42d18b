#pragma once

#include "history/recorder.h"
#include "mock_server/answers.h"
#include "mock_server/api_request.h"
#include "mock_server/calls.h"
#include "mock_server/messages.h"
#include "protocol/api.h"

#include <string>

namespace stormlark::mock {

/// What apps do with messages and chats: create, reply, get, list. Threads, edits, recalls and
/// cards as entities are not modelled.
class MessageApi {
 public:
  MessageApi(history::Recorder& recorder, Directory& directory, Messages& messages,
             Answers& answers)
      : recorder_(recorder), directory_(directory), messages_(messages), answers_(answers) {}

  Reply create(const Call& call, const ApiRequest& request, const App& app);
  Reply reply(const Call& call, const ApiRequest& request, const App& app);
  Reply get(const ApiRequest& request, const App& app);
  Reply list(const ApiRequest& request, const App& app);
  Reply get_chat(const ApiRequest& request, const App& app);

  /// What a request is about, as a history names it: a chat's name or a message's id.
  std::string target_of(const ApiRequest& request) const;

 private:
  const Chat* receiver(const ApiRequest& request, const std::string& receive_id, const App& app);
  Reply commit(const Call& call, Message message, const std::string& uuid);

  history::Recorder& recorder_;
  Directory& directory_;
  Messages& messages_;
  Answers& answers_;
};

}  // namespace stormlark::mock
