#pragma once

#include "runtime/signal_flag.h"

#include <list>
#include <memory>

namespace stormlark::gateway {

/// A fixed number of permits, given out in the order asked.
class Permits {
 public:
  /// Gives its permit back when destroyed.
  class Permit {
   public:
    explicit Permit(Permits* home) : home_(home) {}
    Permit(Permit&& other) noexcept : home_(std::exchange(other.home_, nullptr)) {}
    Permit& operator=(Permit&&) = delete;
    ~Permit() {
      if (home_) home_->give_back();
    }

   private:
    Permits* home_;
  };

  Permits(asio::any_io_executor executor, std::size_t count)
      : executor_(std::move(executor)), free_(count) {}

  /// Nothing when cancelled.
  awaitable<std::optional<Permit>> acquire();

 private:
  struct Waiting;
  void give_back();

  asio::any_io_executor executor_;
  std::size_t free_;
  std::list<std::shared_ptr<SignalFlag>> turns_;
};

}  // namespace stormlark::gateway
