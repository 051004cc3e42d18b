#pragma once

#include "mock_server/chats/groups.h"
#include "mock_server/chats/message_content.h"

#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What the body of a call wants of a group, or what is wrong with it.
struct ReadWishes {
  Refusal refusal{};
  GroupWishes wishes{};
  bool open = false;
  Groups::Users users{};  ///< those to begin with
  Groups::Bots bots{};
};
ReadWishes read_wishes(const Directory& directory, const App& by, const boost::json::object& body,
                       std::string_view id_type);

}  // namespace stormlark::mock
