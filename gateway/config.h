#pragma once

#include "runtime/world.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace stormlark::gateway {

/// Everything the gateway can be told, with its defaults. Durations are written with a unit:
/// `300ms`, `5s`, `2min`.
struct Config {
  struct App {
    std::string id;      ///< app.id
    std::string secret;  ///< from app.secret_file or app.secret_env; never written in the file
  } app;

  struct PlatformApi {
    std::string url = "https://open.feishu.cn";  ///< platform.url
    std::string ca_file;                         ///< platform.ca_file: trusted besides the system's
    std::string ca_pem;                          ///< its text
    std::string proxy;                           ///< platform.proxy: http://host:port for CONNECT
    Clock::duration call_timeout = 10s;
  } platform;

  struct Link {
    Clock::duration discovery_timeout = 10s;
    Clock::duration dial_timeout = 10s;       ///< TCP, proxy and TLS
    Clock::duration handshake_timeout = 15s;  ///< upgrade request to 101
    Clock::duration pong_deadline = 5s;       ///< after an application ping, for any inbound byte
    Clock::duration backoff_min = 500ms;      ///< floor between two attempts
    Clock::duration backoff_max = 60s;
    std::optional<Clock::duration> ping_interval;    ///< overrides the platform's
    std::optional<Clock::duration> reconnect_nonce;  ///< overrides the platform's jitter bound
    std::size_t message_bytes_max = 16U << 20;
  } link;

  struct Journal {
    std::string path = "gateway.db";
    Clock::duration retention = 24h;  ///< settled events; longer than any redelivery ladder
  } journal;

  struct Desk {
    Clock::duration turn_deadline = 120s;
    std::size_t chats_parallel_max = 64;
  } desk;

  struct Brain {
    std::string kind = "echo";  ///< echo or command
    std::vector<std::string> command{};
    std::string withheld_variable{};  ///< app.secret_env: the command's program does not get it
    Clock::duration delay{};          ///< echo only: thinks that long
  } brain;

  struct Outbox {
    Clock::duration retry_min = 200ms;
    Clock::duration retry_max = 30s;
    Clock::duration give_up_after = 24h;
  } outbox;

  struct Drain {
    Clock::duration deadline = 5s;
    Clock::duration grace = 2s;  ///< after the deadline, until the watchdog ends the process
  } drain;

  struct Lock {
    std::string directory = "/var/lock/stormlark";
  } lock;

  struct Health {
    std::optional<Endpoint> listen;  ///< health.listen: host:port; nothing: no health endpoint
    bool allow_remote = false;       ///< may listen on more than the loopback addresses
  } health;

  struct Log {
    std::string format = "text";  ///< text or json
    std::string level = "info";   ///< debug, info, warn or error
  } log;
};

/// A bad configuration: one line that names the file, the place, the key and the cure.
class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct LoadedConfig {
  Config config;
  std::vector<std::string> warnings;  ///< such as a secret file that others can read
};

/// Reads and checks a configuration file with its secret. Throws ConfigError.
LoadedConfig load_config(World& world, const std::string& path);

}  // namespace stormlark::gateway
