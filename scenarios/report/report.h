#pragma once

#include "history/history.h"
#include "scenarios/checks/check.h"

#include <map>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// A word as a shell takes it; brackets of matrix cells would be patterns.
std::string quoted(const std::string& word);

/// One judged run: a row of the result table, a JUnit case, a report.
struct RunResult {
  std::string scenario;  ///< with its matrix cell, such as `sigterm-mid-reply[moment=call-held]`
  std::string title;
  std::string file;     ///< of a scenario that was given as a path, not by its name
  std::string options;  ///< of `run` besides seed and world, each with a blank before it
  std::string subject;  ///< its name, or the path that was given
  std::string world;
  std::uint64_t seed = 0;
  std::vector<Finding> findings;
  std::string skipped;             ///< the missing capability; empty when it ran
  std::string harness_error;       ///< the harness itself failed
  std::vector<std::string> flaws;  ///< steps that were missed or failed, and why
  std::vector<std::string> notes;  ///< what else a reader must know, as the plan says it
  std::string directory;           ///< what the run left behind
  double seconds = 0;
  std::map<std::string, double> figures;  ///< as `measure` tells them

  /// The worst verdict of the findings; held only when all are. A run that nobody checked is
  /// vacuous.
  Verdict verdict() const;
  /// The command that plays the same run again.
  std::string replay() const;
};

/// Why the run was not the one that its scenario describes: each step that was missed or failed,
/// the bring-up (step 0) among them, in a sentence.
std::vector<std::string> flaws_of(const history::History& history);

/// One self-contained page: verdicts, timeline, latency plot, evidence.
std::string html_report(const RunResult& result, const history::History& history,
                        const JudgingContext& context, const std::string& scenario_text);

/// An index of several runs that links their reports.
std::string html_index(const std::vector<RunResult>& results);

/// One suite; a case a run, each check a line, percentiles as properties. violated = failure,
/// vacuous and inconclusive = error, skipped = skipped. `stopped` says where the harness was when
/// it was told to stop, which is an error and a case of its own. Where all came `as_expected` of a
/// bot that is known to fail, its verdicts are no failures.
std::string junit_report(const std::vector<RunResult>& results, const std::string& stopped = {},
                         bool as_expected = false);

/// The same as JSON, indented. A figure that is infinite is the text `infinite`.
std::string json_report(const std::vector<RunResult>& results, const std::string& stopped = {});

/// The table and the last lines that a person reads in a terminal.
std::string text_report(const std::vector<RunResult>& results, bool colour);

}  // namespace stormlark::scenarios
