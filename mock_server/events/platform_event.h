#pragma once

#include "protocol/event.h"

#include <string>

namespace stormlark::mock {

/// Something that the platform tells one app.
struct PlatformEvent {
  protocol::EventHeader header;
  boost::json::object body;  ///< what stands under `event`
  std::string message{};     ///< the user's message that it brings; empty where it brings none
};

}  // namespace stormlark::mock
