#include "gateway/link/client_settings.h"

#include <algorithm>

#include <boost/json/parse.hpp>

namespace stormlark::gateway {
namespace {

std::optional<Clock::duration> plausible(std::optional<int> seconds, int lowest, int highest) {
  if (!seconds || *seconds < lowest) return std::nullopt;
  return std::chrono::seconds(std::min(*seconds, highest));
}

}  // namespace

ClientSettings::ClientSettings(const Config::Link& overrides)
    : ping_interval_fixed_(overrides.ping_interval.has_value()),
      reconnect_nonce_fixed_(overrides.reconnect_nonce.has_value()) {
  ping_interval = overrides.ping_interval.value_or(ping_interval);
  reconnect_nonce = overrides.reconnect_nonce.value_or(reconnect_nonce);
}

void ClientSettings::apply(const protocol::ClientConfig& config) {
  if (const auto ping = plausible(config.ping_interval_s, 1, 600); ping && !ping_interval_fixed_) {
    ping_interval = *ping;
  }
  if (const auto nonce = plausible(config.reconnect_nonce_s, 0, 300);
      nonce && !reconnect_nonce_fixed_) {
    reconnect_nonce = *nonce;
  }
  if (const auto interval = plausible(config.reconnect_interval_s, 1, 600)) {
    reconnect_interval = *interval;
  }
  const int count = config.reconnect_count.value_or(0);
  if (count < 0) attempts_max.reset();
  if (count > 0) attempts_max = count;
}

std::optional<protocol::ClientConfig> read_pong_config(const std::string& payload) {
  error_code malformed;
  const boost::json::value json = boost::json::parse(payload, malformed);
  if (malformed) return std::nullopt;
  return protocol::parse_client_config(json);
}

}  // namespace stormlark::gateway
