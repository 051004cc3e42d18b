#include "gateway/link/backoff.h"

#include <algorithm>

namespace stormlark::gateway {

Backoff::Backoff(const Config::Link& config, Prng random)
    : backoff_min_(config.backoff_min),
      backoff_max_(std::max(config.backoff_min, config.backoff_max)),
      settings_(config),
      random_(random) {}

void Backoff::configured(const protocol::ClientConfig& config) {
  settings_.apply(config);
}

void Backoff::connected(Clock::time_point at) {
  connected_at_ = at;
}

ReconnectStep Backoff::failed(const LinkFailure& failure, Clock::time_point at) {
  if (failure.kind == LinkFailure::Kind::refused && !connected_at_) return GiveUp{};
  const Clock::duration asked = failure.retry_after.value_or(Clock::duration::zero());
  return RetryAfter{std::max(delay_after(failure, at), asked)};
}

Clock::duration Backoff::delay_after(const LinkFailure& failure, Clock::time_point at) {
  switch (failure.kind) {
    case LinkFailure::Kind::lost:
      return after_loss(at);
    case LinkFailure::Kind::replaced:
      return after_replacement(at);
    case LinkFailure::Kind::unreachable:
      return next_backoff();
    case LinkFailure::Kind::refused_limit:
      return slow();
    case LinkFailure::Kind::refused:
      return backoff_max_;
  }
  return backoff_max_;
}

Clock::duration Backoff::after_loss(Clock::time_point at) {
  // One that did not even live for the minimum is a failed attempt in other clothes.
  if (at - connected_at_.value_or(at) < backoff_min_) return next_backoff();
  failures_ = 0;
  return between(Clock::duration::zero(), settings_.reconnect_nonce);
}

Clock::duration Backoff::after_replacement(Clock::time_point at) {
  const bool soon = at - connected_at_.value_or(at) < backoff_max_;
  replacements_ = soon ? replacements_ + 1 : 0;
  if (replacements_ < 2) return after_loss(at);
  return std::max(backoff_min_, replacements_ == 2 ? slow() / 2 : slow());
}

Clock::duration Backoff::next_backoff() {
  const bool exhausted = settings_.attempts_max && failures_ >= *settings_.attempts_max;
  if (exhausted) return slow();
  const auto cap = std::clamp(settings_.reconnect_interval, backoff_min_, backoff_max_);
  constexpr int doublings_max = 20;  // beyond any cap, and far from overflow
  const auto doubled = backoff_min_ * (2 << std::min(failures_, doublings_max));
  ++failures_;
  return between(backoff_min_, std::min(doubled, cap));
}

Clock::duration Backoff::slow() {
  return between(std::max(backoff_min_, backoff_max_ / 2), backoff_max_);
}

Clock::duration Backoff::between(Clock::duration lowest, Clock::duration highest) {
  const auto span = highest - lowest;
  return lowest + Clock::duration(static_cast<Clock::duration::rep>(
                      random_.below(static_cast<std::uint64_t>(span.count()) + 1)));
}

}  // namespace stormlark::gateway
