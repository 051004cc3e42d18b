#pragma once

#include "runtime/clock.h"

#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

namespace stormlark {

/// Runs `operation` for at most `limit`. When it takes longer it is cancelled, and `timed_out`
/// comes after it has wound up; `operation_aborted` when this coroutine itself was cancelled.
/// Operations report failure by value: inside `||` an exception is held back until the other side
/// has finished, so a fast failure would look like a timeout.
template <class T>
awaitable<Result<T>> with_timeout(Clock& clock, Clock::duration limit,
                                  awaitable<Result<T>> operation) {
  using namespace asio::experimental::awaitable_operators;
  auto winner = co_await (std::move(operation) || sleep_for(clock, limit));
  if (winner.index() == 1) {
    const error_code cancelled = std::get<1>(winner);
    co_return cancelled ? cancelled : error_code(asio::error::timed_out);
  }
  co_return std::get<0>(std::move(winner));
}

/// The same for operations that only succeed or fail.
inline awaitable<error_code> with_timeout(Clock& clock, Clock::duration limit,
                                          awaitable<error_code> operation) {
  using namespace asio::experimental::awaitable_operators;
  auto winner = co_await (std::move(operation) || sleep_for(clock, limit));
  if (winner.index() == 1) {
    const error_code cancelled = std::get<1>(winner);
    co_return cancelled ? cancelled : error_code(asio::error::timed_out);
  }
  co_return std::get<0>(winner);
}

}  // namespace stormlark
