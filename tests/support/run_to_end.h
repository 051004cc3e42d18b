#pragma once

#include "runtime/manual_world.h"

#include <memory>
#include <optional>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>

namespace stormlark {

/// Runs `work` in the world until it has ended, for at most `limit` of virtual time, and returns
/// its value. Throws what it throws, and when it takes longer.
template <class T>
T run_to_end(ManualWorld& world, awaitable<T> work, Clock::duration limit = 24h) {
  struct Outcome {
    std::optional<T> value;
    std::exception_ptr failure;
  };
  const auto outcome = std::make_shared<Outcome>();
  auto keep = [](awaitable<T> inner, std::shared_ptr<Outcome> result) -> awaitable<void> {
    result->value.emplace(co_await std::move(inner));
  };
  asio::co_spawn(world.executor(), keep(std::move(work), outcome),
                 [outcome](std::exception_ptr failure) { outcome->failure = failure; });
  world.run_until([&] { return outcome->value || outcome->failure; }, limit);
  if (outcome->failure) std::rethrow_exception(outcome->failure);
  if (!outcome->value) throw std::runtime_error("the work did not end in time");
  return std::move(*outcome->value);
}

inline void run_to_end(ManualWorld& world, awaitable<void> work, Clock::duration limit = 24h) {
  auto with_value = [](awaitable<void> inner) -> awaitable<bool> {
    co_await std::move(inner);
    co_return true;
  };
  run_to_end(world, with_value(std::move(work)), limit);
}

}  // namespace stormlark
