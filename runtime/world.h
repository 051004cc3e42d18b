#pragma once

#include "runtime/clock.h"
#include "runtime/disk.h"
#include "runtime/network.h"
#include "runtime/prng.h"
#include "runtime/process.h"
#include "runtime/tls.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>

#include <spdlog/common.h>

namespace stormlark {

enum class StopRequest {
  terminate,  ///< SIGTERM or SIGINT: end, in order
  reload,     ///< SIGHUP
};

/// Ends the process from outside its event loop when it is destroyed too late.
class Watchdog {
 public:
  virtual ~Watchdog() = default;
};

/// Everything outside a program: what it may know and do. `RealWorld` is this machine; a
/// `SimulatedProcess` is one of several on virtual time, and `ManualWorld` one that a test drives.
class World {
 public:
  using BlockingHandler = asio::any_completion_handler<void()>;

  virtual ~World() = default;

  /// The one event loop. All handlers run on it, one at a time.
  virtual asio::any_io_executor executor() = 0;
  virtual Clock& clock() = 0;
  virtual Network& network() = 0;
  virtual Tls& tls() = 0;
  virtual Disk& disk() = 0;
  virtual Processes& processes() = 0;

  /// Randomness from the run's seed; take a fork per component.
  virtual const Prng& random() const = 0;
  virtual std::optional<std::string> environment(std::string_view name) const = 0;
  virtual int process_id() const = 0;

  /// The next request to stop or reload; cancellable.
  virtual awaitable<StopRequest> stop_requested() = 0;

  /// Ends the process with `exit_status` after `limit`, even if the event loop is blocked, unless
  /// the returned guard is destroyed first.
  virtual std::unique_ptr<Watchdog> arm_watchdog(Clock::duration limit, int exit_status) = 0;

  /// Runs `work` away from the event loop, in the order of the calls; then `done` on the loop.
  virtual void run_blocking(std::function<void()> work, BlockingHandler done) = 0;

  /// Where log lines go, stamped with this world's time.
  virtual spdlog::sink_ptr log_sink() = 0;
};

/// Awaits `work`, run away from the event loop. `work` must not throw.
template <class Work>
awaitable<std::invoke_result_t<Work&>> off_loop(World& world, Work work) {
  using Value = std::invoke_result_t<Work&>;
  auto value = std::make_shared<std::optional<Value>>();
  auto task = [value, work = std::move(work)]() mutable { value->emplace(work()); };
  auto initiate = [&world, &task](auto handler) {
    world.run_blocking(std::move(task), std::move(handler));
  };
  co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(std::move(initiate),
                                                                       asio::use_awaitable);
  co_return std::move(**value);
}

}  // namespace stormlark
