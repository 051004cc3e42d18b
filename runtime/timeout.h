#pragma once

#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "runtime/clock.h"

namespace stormlark {

/// Runs `operation` for at most `limit`; `timed_out` when it took longer. The operation is then
/// cancelled, and this returns only after it has wound up.
/// Operations report failure by value: inside `||` an exception is held back until the other side
/// has finished, so a fast failure would look like a timeout.
template <class T>
awaitable<Result<T>> with_timeout(Clock& clock, Clock::duration limit,
                                  awaitable<Result<T>> operation) {
  using namespace asio::experimental::awaitable_operators;
  auto winner = co_await (std::move(operation) || sleep_for(clock, limit));
  if (winner.index() == 1) co_return error_code(asio::error::timed_out);
  co_return std::get<0>(std::move(winner));
}

/// The same for operations that only succeed or fail.
inline awaitable<error_code> with_timeout(Clock& clock, Clock::duration limit,
                                          awaitable<error_code> operation) {
  using namespace asio::experimental::awaitable_operators;
  auto winner = co_await (std::move(operation) || sleep_for(clock, limit));
  if (winner.index() == 1) co_return error_code(asio::error::timed_out);
  co_return std::get<0>(winner);
}

}  // namespace stormlark
