#pragma once

#include "runtime/clock.h"
#include "runtime/world.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace stormlark {

/// A thread of its own, because what it watches for is an event loop that no longer turns.
class RealWatchdog final : public Watchdog {
 public:
  RealWatchdog(Clock::duration limit, int exit_status);
  ~RealWatchdog() override;

 private:
  void watch(Clock::duration limit, int exit_status);

  std::mutex mutex_;
  std::condition_variable called_off_changed_;
  bool called_off_ = false;
  std::thread thread_;
};

}  // namespace stormlark
