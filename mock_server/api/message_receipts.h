#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/chats/messages.h"

namespace stormlark::mock {

/// Whom an app's message has reached, and whom it shall reach more urgently.
class MessageReceipts {
 public:
  MessageReceipts(const Directory& directory, const Messages& messages, Answers& answers)
      : directory_(directory), messages_(messages), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply read_users(const ApiCall& call);
  Reply urge(const ApiCall& call);

  const Directory& directory_;
  const Messages& messages_;
  Answers& answers_;
};

}  // namespace stormlark::mock
