#pragma once

namespace stormlark::mock {

/// When a connection gets its first push.
enum class FirstPush {
  delayed,       ///< a while after the upgrade, for some SDKs lose a frame that follows 101 at once
  after_ping,    ///< when the app has sent its first ping
  same_segment,  ///< with the 101 itself, where one is due then
};

}  // namespace stormlark::mock
