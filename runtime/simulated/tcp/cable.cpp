#include "runtime/simulated/tcp/cable.h"

#include <algorithm>

namespace stormlark::tcp {

Clock::time_point Cable::arrival(Clock::time_point now, std::size_t bytes) {
  Clock::time_point sent_at = now;
  if (wire.bytes_per_second && bytes > 0) {
    const auto rate = static_cast<double>(std::max<std::size_t>(*wire.bytes_per_second, 1));
    const std::chrono::duration<double> takes(static_cast<double>(bytes) / rate);
    free_at_ = std::max(free_at_, now) + std::chrono::duration_cast<Clock::duration>(takes);
    sent_at = free_at_;
  }
  const auto spread = static_cast<std::uint64_t>(wire.jitter.count());
  const auto late = static_cast<Clock::duration::rep>(random_.below(spread + 1));
  return sent_at + wire.latency + Clock::duration(late);
}

}  // namespace stormlark::tcp
