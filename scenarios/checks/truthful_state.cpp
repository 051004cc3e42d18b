#include "scenarios/checks/claims.h"
#include "scenarios/checks/standard_checks.h"

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// How long a true change may take to show: the health endpoint is sampled, log lines travel.
constexpr Micros observation_lag = 250'000;

/// I4: "connected" is said only between a completed handshake and the detection of its loss, which
/// takes at most the ping interval plus the pong deadline.
class TruthfulState final : public Check {
 public:
  explicit TruthfulState(std::optional<TimeBound> lag) : lag_(std::move(lag)) {}

  Finding judge(const JudgedRun& run) const override {
    Micros bound = to_micros(run.context.ping_interval + run.context.pong_deadline);
    Micros allowance = bound + (lag_ ? lag_->in(run.context) : observation_lag);
    std::vector<Claim> claims = find_claims(run);
    if (claims.empty()) return vacuous("no subject ever said that it was connected");
    for (const Claim& claim : claims) {
      auto truth = connected_times(run, *claim.life, allowance);
      if (auto lie = first_uncovered(claim.said, truth)) return lied(run, claim, *lie, allowance);
    }
    return held(fmt::format("{} claims of being connected were all true within {}", claims.size(),
                            spell(allowance)));
  }

 private:
  static Finding lied(const JudgedRun& run, const Claim& claim, Micros at, Micros allowance) {
    std::vector<std::uint64_t> evidence = {claim.record};
    const std::string& subject = claim.life->subject;
    const Connection* latest = nullptr;
    for (const Connection& connection : run.facts.connections) {
      const bool is_its = connection.peer == subject && claim.life->alive_at(connection.opened.us);
      if (is_its && connection.opened.us <= at) latest = &connection;
    }
    if (latest && when(latest->closed) <= at) evidence.push_back(latest->closed->record);
    for (const Disturbance& d : run.phases.disturbances()) {
      if (d.touches(subject) && d.active_at(at)) evidence.push_back(d.began.record);
    }
    std::string when_lost = latest ? fmt::format("{} after its link was lost", spell(allowance))
                                   : std::string("before any handshake had completed");
    return violated(fmt::format("at {} {} said connected by {}, {}; it went on for {}", spell(at),
                                subject, claim.source, when_lost, spell(claim.said.to - at)),
                    std::move(evidence));
  }

  std::optional<TimeBound> lag_;
};

}  // namespace

Made truthful_state(Parameters& parameters) {
  return std::make_unique<TruthfulState>(parameters.time("lag"));
}

}  // namespace stormlark::scenarios::checks
