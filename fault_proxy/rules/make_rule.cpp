#include "fault_proxy/rules/make_rule.h"

#include "fault_proxy/rules/bandwidth.h"
#include "fault_proxy/rules/blackhole.h"
#include "fault_proxy/rules/connect_delay.h"
#include "fault_proxy/rules/latency.h"

namespace stormlark::proxy {
namespace {

bool covers(Direction fault, Direction direction) {
  return fault == Direction::both || fault == direction;
}

}  // namespace

std::optional<Rule> make_rule(const Fault& fault, Direction direction, const Prng& random) {
  if (const auto* slow = std::get_if<Latency>(&fault)) {
    if (covers(slow->direction, direction)) return latency(*slow, random);
  } else if (const auto* narrow = std::get_if<Bandwidth>(&fault)) {
    if (covers(narrow->direction, direction)) return bandwidth(*narrow);
  } else if (const auto* hole = std::get_if<Blackhole>(&fault)) {
    if (covers(hole->direction, direction)) return blackhole();
  } else if (const auto* late = std::get_if<ConnectDelay>(&fault)) {
    if (direction == Direction::up) return connect_delay(*late);
  }
  return std::nullopt;
}

}  // namespace stormlark::proxy
