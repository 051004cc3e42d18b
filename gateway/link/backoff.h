#pragma once

#include "gateway/link/client_settings.h"
#include "gateway/parts.h"

namespace stormlark::gateway {

/// When to dial again. Never two attempts closer than `backoff_min`, never the end except for
/// credentials that were wrong from the start.
///
/// - A connection that lived and was lost: a random instant within the platform's nonce, so that
///   the clients of a restarted platform do not come back together. With nonce 0, at once.
/// - A failed attempt: full jitter between `backoff_min` and a ceiling that doubles up to the
///   smaller of `backoff_max` and the platform's ReconnectInterval. The SDKs pause that interval
///   (two minutes) each time; coming back within the minute matters more to us than matching them.
/// - A finite ReconnectCount ends the doubling, not the attempts: slow from then on.
/// - Too many connections, and credentials that stopped working: slow, because somebody must act.
/// - Closed with 1000 again soon after connecting: another client of the app takes the place each
///   time; both backing off hard leaves one of them connected.
class Backoff final : public ReconnectPolicy {
 public:
  Backoff(const Config::Link& config, Prng random);

  void configured(const protocol::ClientConfig& config) override;
  void connected(Clock::time_point at) override;
  ReconnectStep failed(const LinkFailure& failure, Clock::time_point at) override;

 private:
  Clock::duration delay_after(const LinkFailure& failure, Clock::time_point at);
  Clock::duration after_loss(Clock::time_point at);
  Clock::duration after_replacement(Clock::time_point at);
  Clock::duration next_backoff();
  Clock::duration slow();
  Clock::duration between(Clock::duration lowest, Clock::duration highest);

  Clock::duration backoff_min_;
  Clock::duration backoff_max_;
  ClientSettings settings_;
  Prng random_;
  std::optional<Clock::time_point> connected_at_;  ///< of the latest connection
  int failures_ = 0;                               ///< since a connection last lived
  int replacements_ = 0;                           ///< in a row, each soon after connecting
};

}  // namespace stormlark::gateway
