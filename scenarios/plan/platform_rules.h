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
std::vector<mock::NamedRule> read_rules_file(const std::string& path);

/// Puts the rules themselves in the place of the file that `platform: {rules: FILE}` names, so that
/// a scenario as run needs no other file. Throws PlanError.
void include_rules(const Item& scenario);

}  // namespace stormlark::scenarios
