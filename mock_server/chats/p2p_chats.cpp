#include "mock_server/chats/p2p_chats.h"

#include "mock_server/events/user_events.h"

namespace stormlark::mock {

const Chat& P2pChats::between(const std::string& name, const User& user, const App& app,
                              const Actor& by) {
  const bool first = !directory_.find_p2p(user, app);
  const Chat& chat = directory_.p2p(name, user, app);
  if (first) publisher_.tell_v1(app, event_p2p_created, p2p_created(chat, by, app));
  return chat;
}

}  // namespace stormlark::mock
