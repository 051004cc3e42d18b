#include "mock_server/path_pattern.h"

#include <algorithm>

#include <boost/url/pct_string_view.hpp>

namespace stormlark::mock {
namespace {

bool is_name(std::string_view segment) {
  return segment.starts_with(':');
}

/// Nearly all patterns do not fit, and are done with before anything is decoded.
bool fits(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = next_segment(pattern);
    const std::string_view given = next_segment(path);
    if (is_name(wanted) ? given.empty() : wanted != given) return false;
  }
  return pattern.empty() && path.empty();
}

std::optional<std::string> decoded(std::string_view segment) {
  if (segment.find('%') == segment.npos) return std::string(segment);
  const auto encoded = boost::urls::make_pct_string_view(segment);
  if (!encoded) return std::nullopt;
  return encoded->decode();
}

}  // namespace

std::string_view next_segment(std::string_view& path) {
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return segment;
}

std::optional<PathNames> match_path(std::string_view pattern, std::string_view path) {
  if (!fits(pattern, path)) return std::nullopt;
  PathNames names;
  while (!pattern.empty()) {
    const std::string_view wanted = next_segment(pattern);
    const std::string_view given = next_segment(path);
    if (!is_name(wanted)) continue;
    auto text = decoded(given);
    if (!text) return std::nullopt;
    names.emplace_back(wanted.substr(1), std::move(*text));
  }
  return names;
}

const std::string& named(const PathNames& names, std::string_view name) {
  return std::ranges::find(names, name, [](const auto& one) { return one.first; })->second;
}

}  // namespace stormlark::mock
