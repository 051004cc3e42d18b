#pragma once

#include "scenarios/checks/judged_run.h"
#include "scenarios/report/report.h"

#include <set>
#include <string>

/// The parts of a run's page, each a finished piece of HTML.
namespace stormlark::scenarios::html {

/// A whole page around its content.
std::string page(const std::string& title, const std::string& content);
std::string section(const std::string& heading, const std::string& content);
std::string folded(const std::string& heading, const std::string& content);

/// The outcome in a coloured pill.
std::string verdict_pill(const RunResult& result);
std::string run_header(const RunResult& result);
std::string figure_cards(const std::map<std::string, double>& figures);
std::string findings_table(const RunResult& result);
/// Every figure of the run and of its checks.
std::string figures_table(const RunResult& result);
/// The last lines of each subject.
std::string log_tails(const history::History& history);

}  // namespace stormlark::scenarios::html
