#include "scenarios/explore/expectations.h"

#include "runtime/duration.h"
#include "scenarios/explore/step_kind.h"

#include <algorithm>
#include <array>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;
using enum FaultKind;

// `dead-means-dead` allows a quarter of a second for what is on the way as a process ends: the
// opening of a connection, there and back, and a request.
constexpr Clock::duration in_transit = 70ms;

/// What a scenario contains, as far as checks depend on it.
class Contents {
 public:
  explicit Contents(const Schedule& schedule) : schedule_(schedule) {
    note(kinds_of_rules(schedule));
    for (const json::object& step : schedule.steps) {
      note(kinds_of(step));
      const auto* platform = step.if_contains("platform");
      verifies_ = verifies_ || (platform && platform->as_object().contains("verify"));
      if (const auto* link = step.if_contains("link")) note_black(link->as_object());
    }
  }

  bool has(std::initializer_list<FaultKind> kinds) const {
    return std::ranges::any_of(
        kinds, [this](FaultKind kind) { return has_[static_cast<std::size_t>(kind)]; });
  }
  bool verifies() const { return verifies_; }

  /// No certificate is valid hours before or after its time.
  bool distrusts() const { return schedule_.platform.contains("tls") && has({clock_step}); }

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

  /// Any byte that arrives is a sign of life to our gateway. While its own do not, what the
  /// platform sends keeps its link; and WebSocket pings do so where the history does not have them.
  bool has_life_unseen() const {
    const auto* pings = schedule_.platform.if_contains("websocket_ping_interval");
    const bool has_pings = pings && !is_text(*pings, "0s");
    return up_is_black_ || (has_pings && has({pong}));
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
    return schedule_.subjects.size() > 1 && routing &&
           (is_text(*routing, "evict") || is_text(*routing, "evict-oldest"));
  }

 private:
  void note(const std::vector<FaultKind>& kinds) {
    for (const FaultKind kind : kinds) has_[static_cast<std::size_t>(kind)] = true;
  }
  void note_black(const json::object& link) {
    for (const auto& pair : link) {
      const auto* hole = pair.value().as_object().if_contains("blackhole");
      up_is_black_ = up_is_black_ || (hole && is_text(*hole, "up"));
    }
  }

  const Schedule& schedule_;
  bool up_is_black_ = false;
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

// On a slow link it takes longer until a truth is known.
json::value truthful_state(const Contents& contents) {
  const bool is_slow = contents.has({latency, bandwidth}) || contents.is_slower_than(in_transit);
  if (!is_slow) return "truthful-state";
  return json::object{{"truthful-state", json::object{{"lag", "3s"}}}};
}

}  // namespace

json::array expectations(const Schedule& schedule) {
  const Contents contents(schedule);
  const bool is_slow = contents.has({latency, bandwidth});
  const bool writes_fail = contents.has({disk_full, disk_read_only, disk_slow});
  json::array expect = {"never-a-storm", "secret-free"};
  if (!contents.has({disk_damaged})) {  // then promises cannot be kept
    expect.emplace_back("answered-once");
    expect.emplace_back("order");
    expect.emplace_back("no-ack-without-custody");
  }
  if (!writes_fail) expect.push_back(exit_statuses(schedule, contents.shares_lock()));
  if (contents.shares_lock()) expect.emplace_back("one-owner");
  if (contents.verifies()) expect.emplace_back("probe-answered");
  if (!contents.evicts()) {
    if (!contents.distrusts()) expect.emplace_back("always-comes-back");
    if (!contents.has_life_unseen()) expect.push_back(truthful_state(contents));
  }
  if (!is_slow && !writes_fail) {
    expect.push_back(json::object{{"ack-fast", json::object{{"within", "3s"}}}});
  }
  const bool acts_late = is_slow || contents.has({connect_delay, stalled_accept, disk_slow});
  if (!acts_late && !contents.is_slower_than(in_transit)) expect.emplace_back("dead-means-dead");
  return expect;
}

}  // namespace stormlark::scenarios
