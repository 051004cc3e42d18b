#include "scenarios/report/report.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace stormlark::scenarios {

std::string quoted(const std::string& word) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=@%+,-";
  if (!word.empty() && word.find_first_not_of(plain) == word.npos) return word;
  std::string text = "'";
  for (const char letter : word) text += letter == '\'' ? "'\\''" : std::string(1, letter);
  return text + "'";
}

Verdict RunResult::verdict() const {
  if (findings.empty()) return Verdict::vacuous;
  Verdict worst = Verdict::held;
  for (const Finding& finding : findings) worst = worse(worst, finding.verdict);
  return worst;
}

std::string RunResult::replay() const {
  const std::string cell = scenario.substr(std::min(scenario.find('['), scenario.size()));
  return fmt::format("stormlark run {}{} --seed {}{}",
                     quoted(file.empty() ? scenario : file + cell), options, seed,
                     world == "simulated" ? " --simulated" : "");
}

std::vector<std::string> flaws_of(const history::History& history) {
  std::vector<std::string> flaws;
  std::map<int, std::string> texts;
  for (const history::Record& record : history) {
    if (const auto* began = record.as<history::StepBegan>()) texts[began->step] = began->text;
    const auto* ended = record.as<history::StepEnded>();
    if (!ended || ended->outcome == "done" || ended->outcome == "unmet") continue;
    const std::string& why = ended->detail.empty() ? texts[ended->step] : ended->detail;
    flaws.push_back(fmt::format("step {} {}: {}", ended->step, ended->outcome, why));
  }
  return flaws;
}

}  // namespace stormlark::scenarios
