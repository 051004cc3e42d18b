#pragma once

#include "mock_server/faults/faults.h"
#include "protocol/discovery.h"
#include "runtime/clock.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stormlark::mock {

/// What the platform tells clients in discovery and in every pong; whole seconds, as on the wire.
struct ClientConfigOptions {
  int reconnect_count = -1;
  int reconnect_interval_s = 120;
  int reconnect_nonce_s = 30;
  int ping_interval_s = 120;

  protocol::ClientConfig to_wire() const {
    return {reconnect_count, reconnect_interval_s, reconnect_nonce_s, ping_interval_s};
  }
};

/// To which of an app's connections an event goes.
enum class Routing {
  cluster,       ///< one live connection, drawn at random (documented)
  evict,         ///< a new connection closes all others with 1000 "bye" (reported)
  evict_oldest,  ///< as cluster; at the limit a new connection closes the oldest
  broadcast,     ///< all of them
};

/// What happens to events that are due while an app has no connection.
enum class OfflineMail { ladder, replay_on_connect, lost };

/// What the header `type` of a callback's frame says. SDKs drop `card`, of which some reports tell.
enum class CallbackFrames { event, card };

/// Where an app wants its events and callbacks sent, instead of over long connections.
struct WebhookOptions {
  std::string url;          ///< http or https; nothing is sent where it is empty
  std::string encrypt_key;  ///< bodies are encrypted and signed with it, where it is given
  std::string card_url;     ///< legacy card callbacks; else cards ask as all callbacks do
};

/// A custom bot: whoever has its address writes into its group.
struct HookOptions {
  std::string token;  ///< the end of its address
  std::string group;  ///< a name
  std::string name = "Custom Bot";
  std::string secret = {};                 ///< callers must sign with it, where it is given
  std::vector<std::string> keywords = {};  ///< of which a message must hold one
};

/// On which of the two brands' domains an app is known.
enum class Brand { any, feishu, lark };

/// A self-built app with its bot.
struct AppOptions {
  std::string id = "cli_a1b2c3d4e5f60718";  ///< SDKs insist on `cli_` and 16 hex digits
  std::string secret = "stormlark-test-secret-0123456789";
  std::string bot_name = "Stormlark Bot";
  std::string owner = "owner";  ///< the user who made it, of its tenant
  /// The company that it is of, and whose users it knows; empty: that of all who name none.
  std::string tenant = {};
  /// What it may do and see; `*` for all that there are.
  std::vector<std::string> scopes = {"*"};
  /// Goes with every event, so that receivers know from whom it is.
  std::string verification_token = {};
  WebhookOptions webhook = {};
  /// The types of event it subscribed to; `*` for all that there are.
  std::vector<std::string> events = {"im.message.receive_v1"};
  Brand brand = Brand::any;  ///< else discovery under the other brand's domain is refused
};

/// A rule, and how histories call it.
struct NamedRule {
  std::string name;
  Rule rule;
};

/// What frames and the long connection's URL name as their service; one in all logs from
/// production.
inline constexpr std::int32_t service_id = 33554678;

/// Payload of one frame. With its headers the frame stays below 1 MiB, where an official SDK closes
/// the connection.
inline constexpr std::size_t fragment_bytes_max = (1U << 20) - 4096;

/// Every switch of the platform. Defaults are the documented behaviour; where the platform's true
/// behaviour is unknown, the default is the likeliest one.
struct PlatformOptions {
  std::vector<AppOptions> apps = {AppOptions{}};
  std::vector<HookOptions> hooks;
  ClientConfigOptions client_config;

  std::vector<Clock::duration> redelivery = {15s, 5min, 1h, 6h};
  Clock::duration ack_deadline = 3s;
  bool late_ack_counts = false;  ///< a late ack cancels a redelivery already scheduled
  RedeliveryIdentity redelivery_identity = RedeliveryIdentity::fresh_delivery_id;
  OfflineMail offline_mail = OfflineMail::ladder;
  CallbackFrames callback_frames = CallbackFrames::event;
  Routing routing = Routing::cluster;

  std::size_t connections_max = 50;
  /// How long a connection whose client vanished without a Close gets its share, and counts.
  Clock::duration ghost_life = 0s;
  Clock::duration ticket_life = 300s;
  bool tickets_single_use = true;
  Clock::duration token_life = 2h;
  Clock::duration uuid_memory = 1h;
  bool rate_limits = false;  ///< the platform's own; faults throttle without them

  bool pong_carries_config = true;
  Clock::duration websocket_ping_interval = 30s;  ///< 0: the server sends no RFC 6455 Ping
  FirstPush first_push = FirstPush::delayed;
  Clock::duration first_push_delay = 50ms;
  bool permessage_deflate = false;  ///< accepted where a client offers it
  std::size_t fragment_bytes = 256U << 10;
  std::size_t message_bytes_max = 1U << 20;  ///< inbound WebSocket messages
  bool tls = false;
  std::vector<NamedRule> rules;  ///< that stand from the beginning
};

}  // namespace stormlark::mock
