#pragma once

#include "runtime/prng.h"
#include "runtime/simulated/network.h"

namespace stormlark::tcp {

/// A wire at work; the connections from one host to another share it.
class Cable {
 public:
  explicit Cable(Prng random) : random_(random) {}

  /// When what is sent now arrives.
  Clock::time_point arrival(Clock::time_point now, std::size_t bytes);

  Wire wire;

 private:
  Prng random_;
  Clock::time_point free_at_{};  ///< where bandwidth is limited
};

}  // namespace stormlark::tcp
