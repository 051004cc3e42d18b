#pragma once

#include "mock_server/directory.h"
#include "mock_server/event_types.h"

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

// What stands under `event` of the notices of what apps and users do with groups; each app is told
// it in its own ids.

/// Which chat, and whose deed it was: all that is told of bots and of a chat's end.
boost::json::object chat_notice(const Chat& chat, const Actor& by, const App& to);

/// Users came or went.
boost::json::object members_notice(const Chat& chat, const Actor& by,
                                   const std::vector<const User*>& users, const App& to);

/// `before` and `after` hold what changed.
boost::json::object updated_notice(const Chat& chat, const Actor& by, boost::json::object before,
                                   boost::json::object after, const App& to);

}  // namespace stormlark::mock
