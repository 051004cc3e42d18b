#pragma once

#include "mock_server/options.h"
#include "runtime/clock.h"
#include "scenarios/actions/action.h"
#include "scenarios/plan/item.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// What steps may name. Faults are those that an earlier step began.
struct PlanNames {
  std::vector<std::string> subjects;
  std::set<std::string> faults;
  std::vector<mock::AppOptions> apps;

  /// The subject's name, checked.
  std::string subject(const Item& item) const;
  /// The same for a name that stands as the key of `item`.
  void expect_subject(const std::string& name, const Item& item) const;
  /// That an app is of the tenant of the user, `alice@b`.
  void expect_tenant_of(const std::string& user, const Item& item) const;
  /// The same as `subject` for a list.
  std::vector<std::string> subject_list(const Item& item) const;
  /// The subject named under `key`, or the only one there is.
  std::string subject_or_only(const Fields& fields, std::string_view key) const;
};

/// One step as the scenario has it: the value behind its verb, and its modifiers.
struct StepText {
  int number = 0;
  Item value;
  Fields modifiers;  ///< the whole step; only this verb's modifiers are in it
  PlanNames& names;  ///< a step that begins a fault adds its name

  /// `within:` beside the verb, or `fallback`.
  Clock::duration within(Clock::duration fallback) const;
  /// Takes `as:`, or `fallback`, for a new fault. A name that stands already is an error.
  std::string new_fault(const std::string& fallback) const;
};

/// Every trigger has a limit; this one where the scenario gives none.
inline constexpr Clock::duration within_default = 10s;

struct Verb {
  std::string name;
  std::string meaning;
  std::vector<std::string> modifiers;  ///< besides `background`
  std::shared_ptr<const Action> (*parse)(const StepText& step);
};

const std::vector<Verb>& verbs();

}  // namespace stormlark::scenarios
