#include "scenarios/simulated/disk_faults.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

namespace stormlark::scenarios {
namespace {

bool share_a_kind(const DiskFault& one, const DiskFault& other) {
  const auto slow = [](const DiskFault& fault) { return fault.slow > Clock::duration::zero(); };
  return (one.full && other.full) || (one.read_only && other.read_only) ||
         (slow(one) && slow(other));
}

}  // namespace

void DiskFaults::begin(const std::string& name, const std::string& directory, DiskFault fault,
                       std::function<void()> on_felt) {
  standing_[directory][name] = {fault, std::move(on_felt)};
  apply(directory);
}

void DiskFaults::end(const std::string& name, const std::string& directory) {
  standing_[directory].erase(name);
  apply(directory);
}

void DiskFaults::apply(const std::string& directory) {
  DiskFault sum;
  for (const auto& [name, standing] : standing_[directory]) {
    sum.full = sum.full || standing.fault.full;
    sum.read_only = sum.read_only || standing.fault.read_only;
    sum.slow = std::max(sum.slow, standing.fault.slow);
  }
  disk_.set_fault(directory, sum,
                  [this, directory](const DiskFault& part) { felt(directory, part); });
}

// A process is in the midst of its work: who is to hear of it does so on an event loop of his own.
void DiskFaults::felt(const std::string& directory, const DiskFault& felt) {
  for (const auto& [name, standing] : standing_[directory]) {
    if (!standing.on_felt || !share_a_kind(standing.fault, felt)) continue;
    asio::post(executor_, [this, directory, name] { tell(directory, name); });
  }
}

void DiskFaults::tell(const std::string& directory, const std::string& name) {
  const auto found = standing_[directory].find(name);
  if (found == standing_[directory].end()) return;
  if (const auto on_felt = std::exchange(found->second.on_felt, nullptr)) on_felt();
}

}  // namespace stormlark::scenarios
