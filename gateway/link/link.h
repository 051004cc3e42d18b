#pragma once

#include "gateway/link/client_settings.h"
#include "gateway/link/connection.h"
#include "gateway/link/refusals.h"
#include "runtime/dialer.h"
#include "runtime/http_client.h"

#include <optional>

namespace stormlark::gateway {

/// What is known of the link, for health and logs.
struct LinkState {
  enum class Phase { connecting, connected, waiting, ended };
  Phase phase = Phase::connecting;
  Clock::time_point since{};
  std::string connection;  ///< the platform's name for the connection
  std::string last_error;  ///< why the last attempt or connection ended
};

/// The receiving half's connection: discovery, dial, upgrade, heartbeat, and all over again. One
/// loop owns it, so there are never two attempts at once. Each attempt begins with discovery on a
/// fresh HTTP connection, because URL, address and kept connections may have died with the link.
class Link {
 public:
  /// What made it end. Anything else it survives.
  enum class End { stopped, refused };

  /// `parts` and `dialer` must outlive it. `data` is given each data frame.
  Link(World& world, const Config& config, const Parts& parts, const Dialer& dialer,
       Connection::Data data, std::shared_ptr<spdlog::logger> log);

  /// Runs until stopped, or until the platform refuses credentials that it never accepted.
  awaitable<End> run();

  /// Nothing more is read or acked and no attempt begins; `run` returns after the closing
  /// handshake, which is bounded.
  void stop();

  const LinkState& state() const { return state_; }
  /// When the last byte arrived on the present connection.
  std::optional<Clock::time_point> last_received() const;
  /// The longest silence of a living connection.
  Clock::duration silence_max() const {
    return settings_.ping_interval + config_.link.pong_deadline;
  }

 private:
  struct Upgraded {
    WebSocket socket;
    std::string name;
    std::int32_t service = 0;
  };

  awaitable<LinkFailure> live();
  awaitable<LinkResult<Upgraded>> connect();
  awaitable<LinkResult<Offer>> discover();
  awaitable<LinkResult<WebSocket>> ask_for_upgrade(Url url, Stream stream);
  awaitable<LinkFailure> serve(Upgraded upgraded);
  awaitable<void> pause(Clock::duration delay);
  awaitable<bool> told_to_end();
  void claim_connected(bool is_upgraded, const std::string& name);
  void apply(const protocol::ClientConfig& config);
  void enter(LinkState::Phase phase);
  void note_failure(const LinkFailure& failure);

  World& world_;
  Config config_;
  std::string road_;  ///< how the platform is reached, for errors
  const Parts& parts_;
  const Dialer& dialer_;
  Connection::Data data_;
  std::shared_ptr<spdlog::logger> log_;
  HttpClient http_;
  ClientSettings settings_;
  std::unique_ptr<ReconnectPolicy> policy_;
  std::shared_ptr<Connection> connection_;  ///< the present one
  SignalFlag stopping_;
  LinkState state_;
};

}  // namespace stormlark::gateway
