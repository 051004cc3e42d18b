#include "scenarios/checks/claims.h"

#include "scenarios/checks/transit.h"

#include <algorithm>
#include <map>

namespace stormlark::scenarios {
namespace {

using Kind = Disturbance::Kind;

/// How soon what was said is on a link that is free: a fault seen later withholds it all the same.
constexpr Micros one_way = 5'000;

/// Follows one source of claims of one life through its sayings.
class Listener {
 public:
  /// Whatever was said and not taken back is valid until `until`.
  Listener(std::vector<Claim>& claims, const Life& life, std::string source, Micros until)
      : claims_(claims), life_(life), source_(std::move(source)), until_(until) {}

  void hears(bool connected, const history::Record& record) {
    auto us = static_cast<Micros>(record.us);
    if (us >= until_) return;
    if (connected && !speaking_) {
      claims_.push_back({&life_, source_, {us, until_}, record.id});
      speaking_ = claims_.size();
    } else if (!connected && speaking_) {
      claims_[speaking_ - 1].said.to = us;
      speaking_ = 0;
    }
  }

 private:
  std::vector<Claim>& claims_;
  const Life& life_;
  std::string source_;
  Micros until_;
  std::size_t speaking_ = 0;  ///< the open claim's place, from 1; 0: none
};

void hear_health(const JudgedRun& run, const Life& life, std::vector<Claim>& claims) {
  Listener listener(claims, life, "/readyz", when(life.exited));
  for (const history::Record& record : run.facts.history) {
    const auto* sample = record.as<history::HealthSampled>();
    if (!sample || sample->subject != life.subject || sample->life != life.number) continue;
    if (sample->endpoint == "/readyz") listener.hears(sample->status == 200, record);
  }
}

void hear_log(const JudgedRun& run, const Life& life, std::vector<Claim>& claims) {
  const auto manners = run.context.manners.find(life.subject);
  if (manners == run.context.manners.end()) return;
  const auto& patterns = manners->second.log_claims;
  auto up = patterns.find("connected");
  auto down = patterns.find("disconnected");
  if (up == patterns.end() || down == patterns.end())
    return;  // a claim that never ends says nothing
  // A process that was told to end need not log that its link is gone.
  Micros told = when(life.signalled("SIGTERM"));
  Listener listener(claims, life, "log", std::min(told, when(life.exited)));
  for (const history::Record& record : run.facts.history) {
    const auto* log = record.as<history::SubjectLog>();
    if (!log || log->subject != life.subject || log->life != life.number) continue;
    if (boost::regex_search(log->line, down->second)) {
      listener.hears(false, record);
    } else if (boost::regex_search(log->line, up->second)) {
      listener.hears(true, record);
    }
  }
}

/// The connection's time without the stretches in which `deaf` holds it.
std::vector<Interval> without(const std::vector<Interval>& times, const Interval& deaf) {
  std::vector<Interval> left;
  for (const Interval& time : times) {
    Interval before{time.from, std::min(time.to, deaf.from)};
    Interval after{std::max(time.from, deaf.to), time.to};
    if (before.from < before.to) left.push_back(before);
    if (after.from < after.to) left.push_back(after);
  }
  return left;
}

/// In a silence an upgrade proves a link, and so does any frame, pong or not, if it arrives. What a
/// severed link holds arrives as it heals, and proves it then.
void add_proofs(const JudgedRun& run, const Connection& connection, std::vector<Interval>& into) {
  const auto& all = run.phases.disturbances();
  const auto arrival = [&](Micros us) {  // in the order of their beginnings
    for (const Disturbance& d : all) {
      if (d.kind != Kind::sever || d.only_up || !d.touches(connection.peer)) continue;
      if (d.overlaps(us, us + one_way)) us = when(d.ended);
    }
    return us;
  };
  const Micros end = arrival(end_arrives(run.facts, connection));
  const auto add = [&](Micros said) {
    const Micros us = arrival(said);
    const bool came_late = us != said;
    const bool is_in_silence = std::ranges::any_of(all, [&](const Disturbance& d) {
      return d.kind == Kind::silence && d.touches(connection.peer) && d.active_at(us);
    });
    if ((came_late || is_in_silence) && us <= end) into.push_back({us, us});
  };
  add(connection.opened.us);
  for (const Moment& said : connection.platform_said) add(said.us);
}

}  // namespace

std::vector<Claim> find_claims(const JudgedRun& run) {
  std::vector<Claim> claims;
  for (const Life& life : run.facts.lives) {
    hear_health(run, life, claims);
    hear_log(run, life, claims);
  }
  for (Claim& claim : claims) claim.said.to = std::min(claim.said.to, run.facts.end);
  return claims;
}

std::vector<Interval> connected_times(const JudgedRun& run, const Life& life, Micros allowance) {
  const std::string& subject = life.subject;
  std::vector<Interval> all;
  for (const Connection& connection : run.facts.connections) {
    if (connection.peer != subject || !life.alive_at(connection.opened.us)) continue;
    std::vector<Interval> times = {{connection.opened.us, end_arrives(run.facts, connection)}};
    for (const Disturbance& d : run.phases.disturbances()) {
      const bool is_deaf = d.kind == Kind::sever || d.kind == Kind::silence;
      if (is_deaf && d.touches(subject)) times = without(times, {d.began.us, when(d.ended)});
    }
    all.insert(all.end(), times.begin(), times.end());
    add_proofs(run, connection, all);
  }
  for (const Disturbance& d : run.phases.disturbances()) {  // a frozen process cannot know
    if (d.kind == Kind::freeze && d.touches(subject)) all.push_back({d.began.us, when(d.ended)});
  }
  for (Interval& time : all) time.to += allowance;
  return all;
}

}  // namespace stormlark::scenarios
