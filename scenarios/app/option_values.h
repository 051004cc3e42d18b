#pragma once

#include <charconv>
#include <string>

#include <CLI/Validators.hpp>
#include <fmt/format.h>

namespace stormlark::scenarios {

/// An option that takes a `Number` from `least` on. CLI11's own checks let a negative number wrap
/// around, and speak of limits with three hundred digits.
template <class Number>
CLI::Validator number_from(Number least, const std::string& what) {
  const auto complaint = [least, what](const std::string& text) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [at, failure] = std::from_chars(text.data(), end, number);
    const bool well = failure == std::errc() && at == end && number >= least;
    return well ? std::string() : fmt::format("'{}' is not {}", text, what);
  };
  return CLI::Validator(complaint, "");
}

}  // namespace stormlark::scenarios
