#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark {

/// The candidate that a person who typed `word` most likely meant: fewest inserted, dropped,
/// replaced or swapped letters, the first of equals. Nothing when none is near.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

/// The candidate of which `word` is a slip of the pen: at most two such letters away, and not the
/// same. For words of which others than the candidates are right, too.
std::optional<std::string> misspelt(std::string_view word,
                                    const std::vector<std::string>& candidates);

/// `; did you mean X?`, or the known words where none is near; for the end of an error line.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace stormlark
