#pragma once

#include "runtime/number.h"

#include <string>

#include <CLI/Validators.hpp>
#include <fmt/format.h>

namespace stormlark::scenarios {

/// An option that takes a `Number` from `least` on. CLI11's own checks let a negative number wrap
/// around, and speak of limits with three hundred digits.
template <class Number>
CLI::Validator number_from(Number least, const std::string& what) {
  const auto complaint = [least, what](const std::string& text) {
    const auto number = parse_number<Number>(text);
    return number && *number >= least ? std::string() : fmt::format("'{}' is not {}", text, what);
  };
  return CLI::Validator(complaint, "");
}

}  // namespace stormlark::scenarios
