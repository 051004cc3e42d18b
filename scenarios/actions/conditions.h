#pragma once

#include "history/record.h"
#include "scenarios/actions/verbs.h"

#include <functional>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// What `await:` waits for. Called as the step begins, it returns the question that is asked again
/// after each record of the history; it counts only what happens from then on.
using Condition = std::function<std::function<bool()>(Stage& stage)>;

/// A kind of trigger: the key that names it, and the keys that may stand beside.
struct ConditionKind {
  std::string name;
  std::vector<std::string> parameters;
  Condition (*parse)(const Fields& fields, const StepText& step);
  /// The subject owes it: where it does not come, the run is still as planned.
  bool is_due = false;
};

const std::vector<ConditionKind>& condition_kinds();

/// True once `nth` records from now on satisfy `wanted`.
std::function<bool()> count_from_now(Stage& stage, int nth,
                                     std::function<bool(const history::Record&)> wanted);

}  // namespace stormlark::scenarios
