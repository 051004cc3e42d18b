#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

namespace stormlark::protocol {

inline constexpr std::string_view discovery_path = "/callback/ws/endpoint";

/// What the platform tells clients, in discovery and in every pong. Absent: the key was missing or
/// not an integer.
struct ClientConfig {
  std::optional<int> reconnect_count;       ///< attempts; negative = unlimited
  std::optional<int> reconnect_interval_s;  ///< pause between failed attempts
  std::optional<int> reconnect_nonce_s;     ///< bound of the jitter before the first attempt
  std::optional<int> ping_interval_s;
};

boost::json::object to_json(const ClientConfig& config);
ClientConfig parse_client_config(const boost::json::value& json);

struct DiscoveryRequest {
  std::string app_id;
  std::string app_secret;
  std::string client_assertion;  ///< instead of a secret, where an app has none
};
std::string encode(const DiscoveryRequest& request);
boost::system::result<DiscoveryRequest> parse_discovery_request(std::string_view body);

struct DiscoveryAnswer {
  int code = 0;
  std::string msg;
  std::string url;
  ClientConfig client_config;
};
std::string encode(const DiscoveryAnswer& answer);
/// Tolerates a missing or null `data`.
boost::system::result<DiscoveryAnswer> parse_discovery_answer(std::string_view body);

/// The three headers of a refused upgrade.
namespace handshake {
inline constexpr std::string_view status = "Handshake-Status";
inline constexpr std::string_view msg = "Handshake-Msg";
inline constexpr std::string_view auth_errcode = "Handshake-Autherrcode";
}  // namespace handshake

}  // namespace stormlark::protocol
