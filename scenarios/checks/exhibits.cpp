#include "scenarios/checks/exhibits.h"

#include <algorithm>
#include <concepts>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

constexpr std::size_t exhibits_max = 12;

/// Appends ` name=value`; what is empty, false or 0 says nothing.
void add_member(std::string& line, const char* name, const std::string& value) {
  if (value.empty()) return;
  const char* quote = value.find(' ') == std::string::npos ? "" : "\"";
  line += fmt::format(" {}={}{}{}", name, quote, value, quote);
}
void add_member(std::string& line, const char* name, bool value) {
  if (value) line += fmt::format(" {}", name);
}
template <std::integral Number>
void add_member(std::string& line, const char* name, Number value) {
  if (value != 0) line += fmt::format(" {}={}", name, value);
}

template <class Event>
void add_members(std::string& line, const Event& event) {
  using Members = boost::describe::describe_members<Event, boost::describe::mod_public>;
  boost::mp11::mp_for_each<Members>(
      [&](auto member) { add_member(line, member.name, event.*member.pointer); });
}

}  // namespace

std::string describe(const history::Record& record) {
  std::string line = fmt::format("#{} {:.3f} s {}", record.id, static_cast<double>(record.us) / 1e6,
                                 history::kind_of(record.event));
  std::visit([&line](const auto& event) { add_members(line, event); }, record.event);
  return line;
}

std::vector<std::string> exhibits_of(const Finding& finding, const history::History& history) {
  std::vector<std::string> lines;
  for (std::uint64_t id : finding.evidence) {
    if (lines.size() == exhibits_max) {
      lines.push_back(fmt::format("and {} records more", finding.evidence.size() - exhibits_max));
      break;
    }
    auto record = std::find_if(history.begin(), history.end(),
                               [id](const history::Record& each) { return each.id == id; });
    if (record != history.end()) lines.push_back(describe(*record));
  }
  return lines;
}

}  // namespace stormlark::scenarios
