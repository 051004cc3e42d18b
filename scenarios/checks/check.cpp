#include "scenarios/checks/check.h"

#include "runtime/suggest.h"
#include "scenarios/checks/exhibits.h"
#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

struct Known {
  const char* name;
  const char* invariant;
  const char* meaning;
  checks::Made (*make)(Parameters&);
};

constexpr Known known[] = {
    {"answered-once", "I1", "every accepted message gets exactly one visible answer",
     checks::answered_once},
    {"no-ack-without-custody", "I2", "what was acked before a death is answered after it",
     checks::no_ack_without_custody},
    {"ack-fast", "I3", "every push is acked in time", checks::ack_fast},
    {"truthful-state", "I4", "the subject says connected only while it is", checks::truthful_state},
    {"always-comes-back", "I5", "after the fault the link is up again in bounded time",
     checks::always_comes_back},
    {"never-a-storm", "I6",
     "attempts keep their distance, the first is jittered, and no closed door is hammered on",
     checks::never_a_storm},
    {"dead-means-dead", "I7", "a stopped subject ends in time and nothing acts after it",
     checks::dead_means_dead},
    {"one-owner", "I8", "never two subjects act for one app; the loser exits before it dials",
     checks::one_owner},
    {"order", "I9", "answers keep the order of their messages, in their own chat", checks::order},
    {"secret-free", "I11", "no secret in logs, health answers or the history", checks::secret_free},
    {"exit-status", "", "subjects end with the given exit status", checks::exit_status},
    {"probe-answered", "", "whoever verifies the connection finds it answering",
     checks::probe_answered},
    {"reply-latency", "", "from a message's acceptance to its visible answer",
     checks::reply_latency},
    {"detection-time", "", "from a link's loss to the first sign that the subject knows",
     checks::detection_time},
    {"reconnect-time", "", "from a link's loss, or its fault's end, to the first ack on a new one",
     checks::reconnect_time},
    {"recovery-time", "", "from the last fault's end to the backlog and a fresh message answered",
     checks::recovery_time},
};

/// Parameters on one line, as YAML's flow style has them.
std::string one_line(const boost::json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  std::string line;
  auto add = [&line](const std::string& item) { line += (line.empty() ? "" : ", ") + item; };
  if (const auto* object = value.if_object()) {
    for (const auto& [key, item] : *object) add(std::string(key) + ": " + one_line(item));
    return "{" + line + "}";
  }
  if (const auto* array = value.if_array()) {
    for (const auto& item : *array) add(one_line(item));
    return "[" + line + "]";
  }
  return boost::json::serialize(value);
}

/// Where the harness was stopped, the history begins a run and does not end it.
bool is_cut_off(const history::History& history) {
  bool open = false;
  for (const history::Record& record : history) {
    if (record.as<history::RunBegan>()) open = true;
    if (record.as<history::RunEnded>()) open = false;
  }
  return open;
}

/// Why the run is not the one that was asked for, with the records that say so; or held.
Finding flaw_of(const JudgedRun& run) {
  const history::History& history = run.facts.history;
  if (is_cut_off(history)) {
    return inconclusive("the run was cut off before its end", {history.back().id});
  }
  for (const PlayedStep& step : run.facts.steps) {
    if (!step.ended || step.outcome == "done" || step.outcome == "unmet") continue;
    // The record says why.
    return inconclusive(fmt::format("step {} {}", step.number, step.outcome), {step.ended->record});
  }
  for (const Fault& fault : run.facts.faults) {
    if (!fault.effects.empty()) continue;
    return inconclusive(fmt::format("the fault `{}` was not seen to take effect", fault.name),
                        {fault.began.record});
  }
  for (const Life& life : run.facts.lives) {
    for (const Signal& signal : life.signals) {
      if (signal.delivered || signal.at.us >= run.facts.closing) continue;
      return inconclusive(fmt::format("{} did not reach {}", signal.name, life.subject),
                          {signal.at.record});
    }
  }
  return held("");
}

}  // namespace

CheckParse parse_check(const std::string& name, const boost::json::value& parameters) {
  std::vector<std::string> names;
  for (const Known& candidate : known) {
    names.emplace_back(candidate.name);
    if (name != candidate.name) continue;
    Parameters given(parameters);
    CheckParse parse;
    parse.check = candidate.make(given);
    parse.problem = given.problem();
    if (!parse.problem.empty()) {
      parse.check.reset();
      parse.problem = fmt::format("{}: {}", name, parse.problem);
      return parse;
    }
    parse.check->spelling = parameters.is_null() ? name : name + ": " + one_line(parameters);
    parse.check->invariant = candidate.invariant;
    return parse;
  }
  return {nullptr, fmt::format("unknown check `{}`{}", name, suggestion(name, names))};
}

std::vector<std::pair<std::string, std::string>> known_checks() {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Known& check : known) all.emplace_back(check.name, check.meaning);
  return all;
}

std::vector<Finding> judge(const history::History& history, const JudgingContext& context,
                           const std::vector<std::unique_ptr<Check>>& checks) {
  JudgedRun run(history, context);
  Finding flaw = flaw_of(run);
  const bool cut_off = is_cut_off(history);
  std::vector<Finding> findings;
  for (const auto& check : checks) {
    Finding finding = check->judge(run);
    finding.check = check->spelling;
    finding.invariant = check->invariant;
    if (finding.verdict == Verdict::held && flaw.verdict != Verdict::held) {
      finding.verdict = flaw.verdict;
      finding.summary = flaw.summary + "; else: " + finding.summary;
      finding.evidence = flaw.evidence;
    } else if (cut_off) {  // that something is owed, or ended, may be the harness's doing
      finding.verdict = flaw.verdict;
      finding.summary = flaw.summary + "; so far: " + finding.summary;
    }
    finding.exhibits = exhibits_of(finding, history);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace stormlark::scenarios
