#pragma once

#include "runtime/clock.h"

#include <boost/asio/io_context.hpp>

namespace stormlark {

/// The system's clocks.
class RealClock final : public Clock {
 public:
  explicit RealClock(asio::io_context& loop) : loop_(loop) {}

  time_point now() const override;
  wall_time_point wall_now() const override;
  void wait_until(time_point deadline, WaitHandler done) override;

 private:
  asio::io_context& loop_;
};

}  // namespace stormlark
