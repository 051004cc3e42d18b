#pragma once

#include "protocol/event.h"

#include <string>

namespace stormlark::mock {

/// Something that the platform tells one app.
struct PlatformEvent {
  protocol::EventHeader header;
  std::string body;         ///< what stands under `event`, a JSON object as text
  std::string message{};    ///< the user's message that it brings; empty where it brings none
  bool old_schema = false;  ///< 1.0

  /// As it is pushed.
  std::string payload() const {
    return old_schema ? protocol::encode_event_v1(header, body)
                      : protocol::encode_event(header, body);
  }
};

}  // namespace stormlark::mock
