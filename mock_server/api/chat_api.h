#pragma once

#include "mock_server/api/routes.h"

namespace stormlark::mock {

/// What apps ask of chats.
class ChatApi {
 public:
  ChatApi(Directory& directory, Answers& answers) : directory_(directory), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply get(const ApiCall& call);

  Directory& directory_;
  Answers& answers_;
};

}  // namespace stormlark::mock
