#include "fault_proxy/rules/latency.h"

#include <algorithm>

namespace stormlark::proxy {

Rule latency(Latency fault, Prng random) {
  const auto judge = [fault, random](const Chunk&) mutable -> Verdict {
    const auto spread = static_cast<double>(fault.jitter.count()) * (2 * random.unit() - 1);
    const auto by = fault.delay + Clock::duration(static_cast<Clock::duration::rep>(spread));
    return Delay{std::max(by, Clock::duration::zero())};
  };
  return {judge};
}

}  // namespace stormlark::proxy
