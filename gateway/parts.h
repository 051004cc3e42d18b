#pragma once

#include "gateway/config.h"
#include "gateway/journal/journal.h"
#include "protocol/discovery.h"
#include "protocol/frame.h"
#include "runtime/prng.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <spdlog/logger.h>

namespace stormlark::gateway {

/// When the link counts as dead, by what was sent and what arrived.
class Liveness {
 public:
  virtual ~Liveness() = default;
  virtual void ping_sent(Clock::time_point at) = 0;
  virtual void received(Clock::time_point at) = 0;
  /// The link is dead at that instant unless something arrives before; nothing: it is fine.
  virtual std::optional<Clock::time_point> dead_at() const = 0;
};

/// How an attempt to connect, or a connection, ended.
struct LinkFailure {
  enum class Kind {
    lost,           ///< a connection that was up ended
    replaced,       ///< as lost, by a Close 1000: perhaps another client took the place
    unreachable,    ///< transport, timeout, HTTP status, undecodable answer, busy
    refused_limit,  ///< too many connections: somebody else's may go away
    refused,        ///< bad credentials, forbidden, wrong domain
  };
  Kind kind = Kind::unreachable;
  std::string text;
  std::optional<Clock::duration> retry_after;  ///< the platform asked for it
};

/// What to do next: dial again after a delay, or stop for good with exit status 78.
struct RetryAfter {
  Clock::duration delay{};
};
struct GiveUp {};
using ReconnectStep = std::variant<RetryAfter, GiveUp>;

class ReconnectPolicy {
 public:
  virtual ~ReconnectPolicy() = default;
  virtual void configured(const protocol::ClientConfig& config) = 0;
  virtual void connected(Clock::time_point at) = 0;
  virtual ReconnectStep failed(const LinkFailure& failure, Clock::time_point at) = 0;
};

/// The whole frame when the part completes it, nothing while others are missing, an error where
/// they make no whole.
using Assembly =
    std::function<Result<std::optional<protocol::Frame>>(protocol::Frame part, Clock::time_point)>;

/// Keys by which the platform folds repeated replies.
class ReplyKeys {
 public:
  virtual ~ReplyKeys() = default;
  /// The key of a logical reply part: the same in every life and on every host.
  virtual std::string for_reply(const std::string& app_id, const std::string& message_id,
                                int part) = 0;
  /// The key to send with this attempt.
  virtual std::string for_attempt(const Obligation& obligation) = 0;
};

/// Keeps other gateways of the same app on this host from starting.
class Ownership {
 public:
  virtual ~Ownership() = default;
  /// Nothing when this process is now the owner, until the object is destroyed; else a sentence
  /// that names the other one.
  virtual awaitable<std::optional<std::string>> claim() = 0;
};

/// The stages of a running gateway, in the order in which a drain ends them.
enum class Stage { link, desk, outbox, journal };

/// The decisions that make a gateway survive, each a part of its own, so that a test can put a bad
/// one in its place. `production_parts()` is what ships.
struct Parts {
  std::function<std::unique_ptr<Journal>(World&, const Config&, std::shared_ptr<spdlog::logger>)>
      journal;
  /// How long the phases of connecting may take, from what the configuration says.
  std::function<Config::Link(const Config::Link&)> link_limits;
  std::function<std::unique_ptr<Liveness>(World&, const Config&)> liveness;
  std::function<std::unique_ptr<ReconnectPolicy>(const Config&, Prng)> reconnect;
  std::function<std::unique_ptr<ReplyKeys>(World&)> reply_keys;
  std::function<std::unique_ptr<Ownership>(World&, const Config&)> ownership;
  /// How the fragments of events are put together; bounded.
  std::function<Assembly()> assembly;
  /// Whether an event counts as in custody, so that its ack may leave: when the journal was asked
  /// to take it, and when it has.
  std::function<bool(bool committed)> counts_as_custody;
  /// Whether an API answer means that the access token must be replaced.
  std::function<bool(unsigned http_status, int code)> token_rejected;
  /// What a pong's payload says of the settings; nothing where it does not say them.
  std::function<std::optional<protocol::ClientConfig>(const std::string& payload)> pong_config;
  /// Whether an application ping of the platform is answered.
  std::function<bool()> answers_server_ping;
  /// Whether the link may be called connected: after TCP is up, and after the upgrade.
  std::function<bool(bool upgraded)> counts_as_connected;
  /// Whether a stop that meets the link between two attempts cancels the next one.
  std::function<bool()> stop_cancels_redial;
  /// The order in which a drain ends the stages; a stage left out is never ended.
  std::vector<Stage> drain_order;
  /// Ends the process when ending it in order takes too long.
  std::function<std::unique_ptr<Watchdog>(World&, const Config::Drain&)> watchdog;
};

Parts production_parts();

}  // namespace stormlark::gateway
