#include "fault_proxy/faults.h"

#include "runtime/duration.h"

namespace stormlark::proxy {
namespace {

std::string name_of(Direction direction) {
  switch (direction) {
    case Direction::up:
      return "up";
    case Direction::down:
      return "down";
    case Direction::both:
      return "both";
  }
  return {};
}

struct Describe {
  std::string operator()(const Latency& fault) const {
    const std::string jitter =
        fault.jitter > 0s ? ", jitter " + format_duration(fault.jitter) : std::string();
    return "latency " + format_duration(fault.delay) + jitter + ", " + name_of(fault.direction);
  }
  std::string operator()(const Bandwidth& fault) const {
    return "bandwidth " + std::to_string(fault.bytes_per_second) + "B/s, " +
           name_of(fault.direction);
  }
  std::string operator()(const Blackhole& fault) const {
    return "blackhole " + name_of(fault.direction);
  }
  std::string operator()(const Reset&) const { return "reset"; }
  std::string operator()(const StalledAccept&) const { return "stalled-accept"; }
  std::string operator()(const ConnectAnswer& fault) const {
    return "connect-answer " + std::to_string(fault.status);
  }
  std::string operator()(const ConnectDelay& fault) const {
    return "connect-delay " + format_duration(fault.delay);
  }
  std::string operator()(const Refused&) const { return "refused"; }
};

}  // namespace

std::string describe(const Fault& fault) {
  return std::visit(Describe{}, fault);
}

}  // namespace stormlark::proxy
