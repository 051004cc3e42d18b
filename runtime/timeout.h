#pragma once

#include "runtime/deadline.h"

#include <exception>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

namespace stormlark {

namespace detail {

/// A deadline for as long as it lives. What cancels this coroutine cancels what is bounded, too.
class DeadlineScope {
 public:
  DeadlineScope(Clock& clock, Clock::duration limit, asio::cancellation_slot outside)
      : deadline_(Deadline::after(clock, limit)), outside_(outside) {
    if (!outside_.is_connected()) return;
    outside_.assign([bounded = deadline_](asio::cancellation_type type) { bounded->cancel(type); });
  }
  DeadlineScope(const DeadlineScope&) = delete;
  DeadlineScope& operator=(const DeadlineScope&) = delete;
  ~DeadlineScope() {
    if (outside_.is_connected()) outside_.clear();
    deadline_->call_off();
  }

  const std::shared_ptr<Deadline>& deadline() const { return deadline_; }

 private:
  std::shared_ptr<Deadline> deadline_;
  asio::cancellation_slot outside_;
};

/// Keeps the deadline until the operation's frames, which listen to it, are gone.
template <class Outcome>
awaitable<Outcome> under(std::shared_ptr<Deadline>, awaitable<Outcome> operation) {
  auto outcome = co_await std::move(operation);
  co_return outcome;
}

inline bool failed(error_code outcome) {
  return outcome.failed();
}
template <class T>
bool failed(const Result<T>& outcome) {
  return outcome.has_error();
}

}  // namespace detail

/// Runs `operation` for at most `limit`. When it takes longer it is cancelled, and `timed_out`
/// comes after it has wound up, unless it succeeded all the same; `operation_aborted` when this
/// coroutine itself was cancelled. `Outcome` is an `error_code` or a `Result`.
template <class Outcome>
awaitable<Outcome> with_timeout(Clock& clock, Clock::duration limit, awaitable<Outcome> operation) {
  const auto executor = co_await asio::this_coro::executor;
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  const detail::DeadlineScope scope(clock, limit, cancellation.slot());
  const auto& deadline = scope.deadline();
  auto bounded = asio::co_spawn(executor, detail::under(deadline, std::move(operation)),
                                asio::bind_cancellation_slot(deadline->slot(), use_tuple));
  auto [thrown, outcome] = co_await std::move(bounded);
  if (deadline->has_passed() && (thrown || detail::failed(outcome))) {
    co_return error_code(asio::error::timed_out);
  }
  if (thrown) std::rethrow_exception(thrown);
  co_return std::move(outcome);
}

}  // namespace stormlark
