#include "scenarios/checks/phases.h"

#include <algorithm>
#include <set>

namespace stormlark::scenarios {
namespace {

using Kind = Disturbance::Kind;

constexpr auto word_absent = std::string::npos;

bool says_one_of(const Fault& fault, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* word) {
    return fault.detail.find(word) != std::string::npos;
  });
}

/// Long connections need one call, discovery.
bool strikes_discovery(const Fault& fault) {
  return says_one_of(fault, {"every call ", "callback.ws.endpoint "}) &&
         !says_one_of(fault, {"every call of /open-apis/"});
}

/// What a fault does to a link, by the words in which its injector describes it.
Kind kind_of(const Fault& fault) {
  if (fault.layer == "link") {
    if (says_one_of(fault, {"blackhole"})) return Kind::sever;
    return says_one_of(fault, {"latency", "bandwidth", "connect-delay"}) ? Kind::nuisance
                                                                         : Kind::cut;
  }
  if (fault.layer != "platform") return Kind::nuisance;
  if (strikes_discovery(fault) || says_one_of(fault, {"upgrades are held"})) return Kind::bar;
  if (says_one_of(fault, {"pings get no pong", "pings are", "pongs are"})) return Kind::silence;
  return says_one_of(fault, {"end with", "upgrades are refused"}) ? Kind::cut : Kind::nuisance;
}

/// The scenario's name for a signal is that of the fault the signal step made.
std::string name_of(const Facts& facts, const Life& life, const Signal& signal) {
  const Fault* nearest = nullptr;
  auto distance = [&](const Fault& fault) { return std::abs(fault.began.us - signal.at.us); };
  for (const Fault& fault : facts.faults) {
    if (!fault.on_process() || fault.target != life.subject) continue;
    if (!nearest || distance(fault) < distance(*nearest)) nearest = &fault;
  }
  return nearest ? nearest->name : signal.name + " " + life.subject;
}

std::optional<Moment> end_of_death(const Facts& facts, const Life& life) {
  if (const Life* next = facts.life_after(life)) return next->started;
  bool another_serves = std::any_of(facts.lives.begin(), facts.lives.end(), [&](const Life& other) {
    return other.subject != life.subject && other.alive_at(when(life.exited));
  });
  return another_serves ? life.exited : std::nullopt;
}

std::optional<Moment> end_of_freeze(const Life& life, const Signal& stop) {
  for (const Signal& signal : life.signals) {
    if (signal.name == "SIGCONT" && signal.at.record > stop.at.record) return signal.at;
  }
  return life.exited;
}

void add_signals(const Facts& facts, const Life& life, std::vector<Disturbance>& into) {
  bool dying = false;
  for (const Signal& signal : life.signals) {
    if (!signal.delivered || signal.at.us >= facts.closing) continue;
    std::string name = name_of(facts, life, signal);
    if (signal.name == "SIGSTOP") {
      into.push_back(
          {name, life.subject, Kind::freeze, signal.at, end_of_freeze(life, signal), {}});
    } else if (deadly(signal.name) && !dying) {
      dying = true;
      into.push_back({name, life.subject, Kind::death, signal.at, end_of_death(facts, life), {}});
    }
  }
}

}  // namespace

bool hinders_delivery(const Fault& fault) {
  if (fault.layer != "platform" || strikes_discovery(fault)) return true;
  return says_one_of(fault, {"connections", "upgrades", "pushes", "acks", "pings", "pongs"});
}

bool deadly(const std::string& signal) {
  static const std::set<std::string, std::less<>> harmless = {"SIGSTOP", "SIGCONT", "SIGHUP",
                                                              "SIGUSR1", "SIGUSR2"};
  return !harmless.contains(signal);
}

std::string_view to_string(Phase phase) {
  switch (phase) {
    case Phase::calm:
      return "calm";
    case Phase::fault:
      return "fault";
    case Phase::recovery:
      return "recovery";
    case Phase::all:
      return "all";
  }
  return "all";
}

Phases::Phases(const Facts& facts) {
  std::set<std::string> subjects;
  for (const Life& life : facts.lives) subjects.insert(life.subject);
  for (const Fault& fault : facts.faults) {
    if (fault.on_process() || fault.condition || fault.began.us > facts.closing) continue;
    std::string subject = subjects.contains(fault.target) ? fault.target : "";
    const auto says = [&](const char* word) { return fault.detail.find(word) != word_absent; };
    const Kind kind = kind_of(fault);
    disturbances_.push_back({fault.name, subject, kind, fault.effective(), fault.ended,
                             fault.left_unseen, says("blackhole up"),
                             kind == Kind::sever || says("stalled-accept"),
                             hinders_delivery(fault)});
  }
  for (const Life& life : facts.lives) add_signals(facts, life, disturbances_);
  std::sort(
      disturbances_.begin(), disturbances_.end(),
      [](const Disturbance& a, const Disturbance& b) { return a.began.record < b.began.record; });
}

std::optional<Micros> Phases::healed() const {
  Micros healed = 0;
  for (const Disturbance& disturbance : disturbances_) {
    if (!disturbance.ended) return std::nullopt;
    healed = std::max(healed, disturbance.ended->us);
  }
  return healed;
}

Phase Phases::at(Micros us) const {
  bool begun = false;
  for (const Disturbance& disturbance : disturbances_) {
    if (disturbance.active_at(us)) return Phase::fault;
    begun = begun || disturbance.began.us <= us;
  }
  return begun ? Phase::recovery : Phase::calm;
}

}  // namespace stormlark::scenarios
