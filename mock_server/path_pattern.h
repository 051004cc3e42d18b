#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stormlark::mock {

/// What stands in a path for the names of a pattern, percent-decoded, in the pattern's order.
using PathNames = std::vector<std::pair<std::string_view, std::string>>;

/// Nothing when the path does not fit. A segment of a pattern with a colon in front, which is a
/// name, stands for any.
std::optional<PathNames> match_path(std::string_view pattern, std::string_view path);

/// What stands for the name. The pattern has such a name.
const std::string& named(const PathNames& names, std::string_view name);

/// The part of the path up to the next slash; the rest is left in `path`.
std::string_view next_segment(std::string_view& path);

}  // namespace stormlark::mock
