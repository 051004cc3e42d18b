#pragma once

#include "mock_server/options.h"
#include "scenarios/plan/item.h"

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// A fault of the platform, as `mock::parse_fault` reads it. Throws PlanError, at the line of the
/// key that is wrong.
mock::Fault read_platform_fault(const Item& item);

/// Rules by name, or the name of a file that holds such. A file's name counts from the file in
/// which it stands. Throws PlanError.
std::vector<mock::NamedRule> read_rules(const Item& item);
/// A file of rules, yet to be read. Throws PlanError.
Item rules_file(const std::string& path);
/// Throws PlanError where one of the rules would never strike: it names a peer or an app that there
/// is not.
void check_names_in_rules(const Item& rules, const std::vector<std::string>& peers,
                          const std::vector<mock::AppOptions>& apps);
/// The same for the rules, if any, of a `platform:`.
void check_names_of_platform(const Item& platform, const std::vector<std::string>& peers,
                             const std::vector<mock::AppOptions>& apps);

/// Puts the rules themselves in the place of the file that `platform: {rules: FILE}` names, so that
/// a scenario as run needs no other file. Throws PlanError.
void include_rules(const Item& scenario);

}  // namespace stormlark::scenarios
