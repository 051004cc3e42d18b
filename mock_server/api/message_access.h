#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/chats/messages.h"

namespace stormlark::mock {

/// A message that a call is about, or the code of why the app cannot have it.
struct MessageAccess {
  const Message* message = nullptr;
  int code = 0;
};

/// Null where the app's tenant has no such message.
const Message* known_message(const Messages& messages, const App& by, std::string_view id);
/// Empty where the app's tenant has no such thread.
const std::vector<const Message*>& known_thread(const Messages& messages, const App& by,
                                                const std::string& id);

/// The message that the path names, when the app's bot is in its chat.
MessageAccess visible_message(const Messages& messages, const ApiCall& call);
/// As above, when nobody recalled it, or dissolved its chat.
MessageAccess standing_message(const Messages& messages, const ApiCall& call);

}  // namespace stormlark::mock
