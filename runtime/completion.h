#pragma once

#include "runtime/result.h"

#include <utility>

#include <boost/asio/any_io_executor.hpp>

namespace stormlark {

/// Calls `handler` on `executor`, never from within. For handlers that run on that very loop, as
/// all of a process do: `asio::post` would look for an executor of theirs and go there again, which
/// takes twice as long as this.
template <class Handler, class... Values>
void post_completion(const asio::any_io_executor& executor, Handler handler, Values... values) {
  auto call = [handler = std::move(handler), values...]() mutable {
    std::move(handler)(values...);
  };
  asio::require(executor, asio::execution::blocking.never).execute(std::move(call));
}

}  // namespace stormlark
