#pragma once

#include "scenarios/plan/item.h"

#include <string>

namespace stormlark::scenarios {

/// Reads a whole YAML file. Throws PlanError when it cannot be read, is empty or is not YAML.
Item read_document(const std::string& file);
/// The same for text that is already in memory; `file` is for messages.
Item parse_document(const std::string& file, const std::string& text);

/// YAML that is no whole file, such as the value of an option; `file` is for messages.
Item parse_value(const std::string& file, const std::string& text);

/// The text of a file. Throws PlanError.
std::string read_text(const std::string& file);

}  // namespace stormlark::scenarios
