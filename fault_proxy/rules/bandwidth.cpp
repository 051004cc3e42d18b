#include "fault_proxy/rules/bandwidth.h"

#include <algorithm>

namespace stormlark::proxy {
namespace {

// Pieces this often, so that a slow link trickles instead of stuttering.
constexpr std::size_t pieces_per_second = 50;

Clock::duration time_to_send(std::size_t bytes, std::size_t bytes_per_second) {
  const double seconds = static_cast<double>(bytes) / static_cast<double>(bytes_per_second);
  return std::chrono::round<Clock::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

Rule bandwidth(Bandwidth fault) {
  const std::size_t rate = std::max<std::size_t>(fault.bytes_per_second, 1);
  const auto judge = [rate, free_at = Clock::time_point::min()](const Chunk& chunk) mutable {
    free_at = std::max(free_at, chunk.at) + time_to_send(chunk.bytes.size(), rate);
    return Verdict(Delay{free_at - chunk.at});
  };
  return {judge, std::max<std::size_t>(rate / pieces_per_second, 1)};
}

}  // namespace stormlark::proxy
