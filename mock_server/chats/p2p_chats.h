#pragma once

#include "mock_server/directory.h"
#include "mock_server/events/publisher.h"

#include <string>

namespace stormlark::mock {

/// Chats between a user and a bot, of whose beginning the app is told.
class P2pChats {
 public:
  P2pChats(Directory& directory, Publisher& publisher)
      : directory_(directory), publisher_(publisher) {}

  /// Their chat. Where they have none yet, `by` begins it, and it is called `name`. Throws
  /// `invalid_argument` where they are of different tenants.
  const Chat& between(const std::string& name, const User& user, const App& app, const Actor& by);

 private:
  Directory& directory_;
  Publisher& publisher_;
};

}  // namespace stormlark::mock
