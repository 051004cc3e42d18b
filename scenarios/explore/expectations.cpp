#include "scenarios/explore/expectations.h"

#include "runtime/duration.h"
#include "scenarios/explore/step_kind.h"

#include <algorithm>
#include <array>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;
using enum FaultKind;

// `dead-means-dead` allows that much for what is on the way as a process ends.
constexpr Clock::duration in_transit = 200ms;

/// What a scenario contains, as far as checks depend on it.
class Contents {
 public:
  explicit Contents(const Schedule& schedule) : schedule_(schedule) {
    for (const json::object& step : schedule.steps) {
      for (const FaultKind kind : kinds_of(step)) has_[static_cast<std::size_t>(kind)] = true;
      const auto* platform = step.if_contains("platform");
      verifies_ = verifies_ || (platform && platform->as_object().contains("verify"));
    }
  }

  bool has(std::initializer_list<FaultKind> kinds) const {
    return std::ranges::any_of(
        kinds, [this](FaultKind kind) { return has_[static_cast<std::size_t>(kind)]; });
  }
  bool verifies() const { return verifies_; }

  /// Its links hold back what is on them for longer than that.
  bool is_slower_than(Clock::duration span) const {
    for (const auto& pair : schedule_.links) {
      const auto faults =
          pair.value().is_array() ? pair.value().as_array() : json::array{pair.value()};
      for (const json::value& fault : faults) {
        const auto* latency = fault.as_object().if_contains("latency");
        if (!latency || !latency->is_string()) return true;
        if (parse_duration(latency->as_string()).value_or(span) >= span) return true;
      }
    }
    return false;
  }

  bool shares_lock() const {
    return schedule_.subjects.size() > 1 &&
           std::ranges::none_of(schedule_.subjects, [](const auto& subject) {
             const auto* lock = subject.value().as_object().if_contains("lock");
             return lock && is_text(*lock, "separate");
           });
  }
  /// Two bots that throw each other out, for ever.
  bool evicts() const {
    const auto* routing = schedule_.platform.if_contains("routing");
    return schedule_.subjects.size() > 1 && routing && is_text(*routing, "evict");
  }

 private:
  const Schedule& schedule_;
  std::array<bool, fault_kinds_count> has_{};
  bool verifies_ = false;
};

json::object exit_statuses(const Schedule& schedule, bool shares_lock) {
  json::object statuses;
  for (const std::string& name : schedule.subject_names()) {
    statuses[name] = shares_lock ? json::value(json::array{0, 78}) : json::value(0);
  }
  return json::object{{"exit-status", statuses}};
}

}  // namespace

json::array expectations(const Schedule& schedule) {
  const Contents contents(schedule);
  json::array expect = {"answered-once", "no-ack-without-custody", "never-a-storm", "secret-free"};
  expect.push_back(exit_statuses(schedule, contents.shares_lock()));
  if (contents.shares_lock()) expect.emplace_back("one-owner");
  if (contents.verifies()) expect.emplace_back("probe-answered");
  expect.emplace_back("order");
  if (!contents.evicts()) {
    expect.emplace_back("truthful-state");
    expect.emplace_back("always-comes-back");
  }
  const bool is_slow = contents.has({latency, bandwidth});
  if (!is_slow) expect.push_back(json::object{{"ack-fast", json::object{{"within", "3s"}}}});
  const bool acts_late = is_slow || contents.has({connect_delay, stalled_accept});
  if (!acts_late && !contents.is_slower_than(in_transit)) expect.emplace_back("dead-means-dead");
  return expect;
}

}  // namespace stormlark::scenarios
