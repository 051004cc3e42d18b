#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stormlark::scenarios::checks {
namespace {

/// `exit-status: {bot: 0, other: [0, 78]}`: whenever the subject ended by itself or was asked to,
/// this was its status. Lives that the harness killed have none.
class ExitStatus final : public Check {
 public:
  explicit ExitStatus(std::map<std::string, std::vector<int>> allowed)
      : allowed_(std::move(allowed)) {}

  Finding judge(const JudgedRun& run) const override {
    std::map<std::string, std::vector<int>> seen;
    for (const Life& life : run.facts.lives) {
      auto allowed = allowed_.find(life.subject);
      if (allowed == allowed_.end() || !life.exited || life.signalled("SIGKILL")) continue;
      seen[life.subject].push_back(life.exit_status);
      if (std::find(allowed->second.begin(), allowed->second.end(), life.exit_status) !=
          allowed->second.end()) {
        continue;
      }
      std::string how = life.exit_signal.empty() ? fmt::format("exited {}", life.exit_status)
                                                 : "was ended by " + life.exit_signal;
      return violated(fmt::format("{} (life {}) {}, not {}", life.subject, life.number, how,
                                  fmt::join(allowed->second, " or ")),
                      {life.started.record, life.exited->record});
    }
    return all_seen(seen);
  }

 private:
  Finding all_seen(const std::map<std::string, std::vector<int>>& seen) const {
    std::string summary;
    for (const auto& [subject, allowed] : allowed_) {
      auto statuses = seen.find(subject);
      if (statuses == seen.end()) return vacuous(fmt::format("{} never ended by itself", subject));
      summary += fmt::format("{}{} exited {}", summary.empty() ? "" : "; ", subject,
                             fmt::join(statuses->second, ", "));
    }
    return held(summary);
  }

  std::map<std::string, std::vector<int>> allowed_;
};

}  // namespace

Made exit_status(Parameters& parameters) {
  auto allowed = parameters.numbers_by_name();
  if (allowed.empty()) parameters.reject("names no subject; write {bot: 0}");
  return std::make_unique<ExitStatus>(std::move(allowed));
}

}  // namespace stormlark::scenarios::checks
