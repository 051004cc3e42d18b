#pragma once

#include "runtime/signal_flag.h"

#include <list>
#include <optional>

namespace stormlark {

/// Lets one coroutine through at a time, or `places` of them, in the order of arrival. All on one
/// executor.
class Turnstile {
 public:
  explicit Turnstile(asio::any_io_executor executor, std::size_t places = 1)
      : executor_(std::move(executor)), free_(places) {}
  Turnstile(const Turnstile&) = delete;
  Turnstile& operator=(const Turnstile&) = delete;

  /// The right to be inside; gives way to the next in line when destroyed.
  class Turn {
   public:
    explicit Turn(Turnstile& turnstile) : turnstile_(&turnstile) {}
    Turn(Turn&& other) noexcept : turnstile_(std::exchange(other.turnstile_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (turnstile_) turnstile_->leave();
    }

   private:
    Turnstile* turnstile_;
  };

  /// Waits for its turn; `operation_aborted` when cancelled first.
  awaitable<Result<Turn>> enter();
  /// Where a place is free it need not wait.
  std::optional<Turn> try_enter();

 private:
  void leave();

  asio::any_io_executor executor_;
  std::list<SignalFlag> line_;
  std::size_t free_;
};

}  // namespace stormlark
