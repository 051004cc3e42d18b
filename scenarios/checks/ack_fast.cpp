#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// I3: the ack of every push that reached a living subject arrives within 3 s.
class AckFast final : public Check {
 public:
  explicit AckFast(std::optional<TimeBound> within) : within_(std::move(within)) {}

  Finding judge(const JudgedRun& run) const override {
    Micros limit = within_ ? within_->in(run.context) : to_micros(run.context.ack_deadline);
    std::vector<Micros> times;
    std::vector<std::uint64_t> late;
    for (const Message& message : run.facts.messages) {
      for (const Push& push : message.pushes) {
        Micros time = push.ack ? push.ack->at.us - push.at.us : never;
        const bool late_or_none = time > limit;
        if (late_or_none && excused(run, push, push.at.us + limit)) continue;
        if (late_or_none && completed_another(message, push, limit)) continue;
        times.push_back(time);
        if (!late_or_none) continue;
        late.push_back(push.at.record);
        if (push.ack) late.push_back(push.ack->at.record);
      }
    }
    if (times.empty()) return vacuous("no push reached a subject that could ack it");
    return conclude(Sample(std::move(times)), limit, std::move(late));
  }

 private:
  static Finding conclude(const Sample& sample, Micros limit, std::vector<std::uint64_t> late) {
    std::string numbers =
        fmt::format("ack after {} at the median, {} at most, over {} pushes",
                    spell(sample.quantile(0.5)), spell(sample.max()), sample.size());
    Finding finding =
        late.empty()
            ? held(numbers)
            : violated(fmt::format("{}; the limit is {}", numbers, spell(limit)), std::move(late));
    finding.figures = {{"ack_latency_p50_ms", sample.quantile(0.5) / 1000},
                       {"ack_latency_max_ms", sample.max() / 1000},
                       {"ack_latency_n", static_cast<double>(sample.size())}};
    return finding;
  }

  /// Its fragments may have gone to another attempt of the same delivery, which was acked in time.
  /// What is left of it is whole only when one more attempt brings the rest.
  static bool completed_another(const Message& message, const Push& push, Micros limit) {
    return message.came_in_parts && std::ranges::any_of(message.pushes, [&](const Push& other) {
             const bool in_time = other.ack && other.ack->at.us - other.at.us <= limit;
             return in_time && other.delivery == push.delivery &&
                    other.connection == push.connection;
           });
  }

  /// The platform lost acks, or took its time with them, while this one was due.
  static bool is_taken(const JudgedRun& run, const Push& push, Micros deadline) {
    return std::ranges::any_of(run.facts.faults, [&](const Fault& fault) {
      const bool on_acks =
          fault.layer == "platform" && fault.detail.find("acks") != std::string::npos;
      const bool touches = fault.target == push.peer || fault.target == "platform";
      return on_acks && touches && fault.effective().us < deadline &&
             when(fault.ended) > push.at.us;
    });
  }

  /// Whether the connection, the link or the process went away while the ack was due, or the ack
  /// did on its way. A subject that hangs up of itself has no such excuse.
  static bool excused(const JudgedRun& run, const Push& push, Micros deadline) {
    if (run.facts.end < deadline || run.facts.closing < deadline) return true;
    for (const Connection& connection : run.facts.connections) {
      if (connection.number != push.connection || when(connection.closed) >= deadline) continue;
      return connection.closed_by != "peer" || !run.undisturbed(push.at.us, connection.closed->us);
    }
    if (is_taken(run, push, deadline)) return true;
    const auto& disturbances = run.phases.disturbances();
    return std::any_of(disturbances.begin(), disturbances.end(), [&](const Disturbance& d) {
      bool stops_acks =
          d.withholds || d.kind == Disturbance::Kind::death || d.kind == Disturbance::Kind::freeze;
      // Whose address a webhook's is, nobody knows.
      const bool touches = push.connection == 0 || d.touches(push.peer);
      return stops_acks && touches && d.overlaps(push.at.us, deadline);
    });
  }

  std::optional<TimeBound> within_;
};

}  // namespace

Made ack_fast(Parameters& parameters) {
  return std::make_unique<AckFast>(parameters.time("within"));
}

}  // namespace stormlark::scenarios::checks
