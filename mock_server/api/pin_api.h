#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/chats/pins.h"

namespace stormlark::mock {

/// Bots pin messages.
class PinApi {
 public:
  PinApi(const Directory& directory, const Messages& messages, Pins& pins, Answers& answers)
      : directory_(directory), messages_(messages), pins_(pins), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply create(const ApiCall& call);
  Reply remove(const ApiCall& call);
  Reply list(const ApiCall& call);

  /// Why the app may not pin the message, or unpin it; `code::ok` when it may.
  static int refusal_of(const ApiCall& call, const Message* message);

  const Directory& directory_;
  const Messages& messages_;
  Pins& pins_;
  Answers& answers_;
};

}  // namespace stormlark::mock
