#include "mock_server/faults/passing.h"

#include <algorithm>

namespace stormlark::mock {
namespace {

constexpr std::string_view anything = "*";

bool is_or_unsaid(const std::string& said, std::string_view actual) {
  return said.empty() || said == actual;
}

bool fits_path(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return true;
  if (!pattern.ends_with(anything)) return pattern == path;
  pattern.remove_suffix(anything.size());
  return path.starts_with(pattern);
}

bool has_header(const Passing& passing, const std::string& name, const std::string& value) {
  std::string_view actual;
  if (passing.frame) actual = passing.frame->header(name);
  if (passing.fields) actual = passing.fields->get(name);
  return value == anything ? !actual.empty() : value == actual;
}

}  // namespace

bool fits(const Match& match, const Passing& passing) {
  if (std::ranges::find(match.traffic, passing.what) == match.traffic.end()) return false;
  const bool is_call = passing.what == Traffic::call;
  if (is_call && match.operation != anything && match.operation != passing.operation) return false;
  if (match.connection && *match.connection != passing.connection) return false;
  const auto fragment = [&] { return passing.frame->number_header(protocol::header::seq, 0); };
  if (match.fragment && (!passing.frame || fragment() != *match.fragment)) return false;
  return is_or_unsaid(match.peer, passing.peer) && is_or_unsaid(match.app, passing.app) &&
         is_or_unsaid(match.event, passing.event) && fits_path(match.path, passing.path) &&
         std::ranges::all_of(match.headers, [&](const auto& header) {
           return has_header(passing, header.first, header.second);
         });
}

}  // namespace stormlark::mock
