#pragma once

#include "gateway/config.h"
#include "protocol/discovery.h"

#include <optional>
#include <string>

namespace stormlark::gateway {

/// The last good values of what the platform tells clients, within sane limits. The platform sends
/// them with discovery and with every pong; a field that is missing or absurd changes nothing.
struct ClientSettings {
  Clock::duration ping_interval = 120s;
  Clock::duration reconnect_interval = 120s;
  Clock::duration reconnect_nonce = 30s;  ///< bound of the jitter before the first attempt
  std::optional<int> attempts_max;        ///< nothing: without end

  /// Starts from the defaults of the official SDKs, or from what the operator fixed.
  explicit ClientSettings(const Config::Link& overrides);

  void apply(const protocol::ClientConfig& config);

 private:
  bool ping_interval_fixed_;
  bool reconnect_nonce_fixed_;
};

/// What a pong's payload says of them: nothing where it is empty or no JSON.
std::optional<protocol::ClientConfig> read_pong_config(const std::string& payload);

}  // namespace stormlark::gateway
