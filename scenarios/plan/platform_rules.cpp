#include "scenarios/plan/platform_rules.h"

#include "mock_server/faults/fault_words.h"
#include "scenarios/plan/document.h"

#include <filesystem>

namespace stormlark::scenarios {
namespace {

Item parse_rules(const std::string& path, const std::string& text) {
  Item root = parse_value(path, text);
  if (!root.is_map()) root.fail("is no map of rules; write NAME: {frame: event, drop: true}");
  return root;
}

/// The file that a scenario, or a configuration of the platform, names.
Item read_named_rules(const Item& name) {
  const std::string path =
      (std::filesystem::path(name.file()).parent_path() / name.text()).string();
  try {
    return parse_rules(path, read_text(path));
  } catch (const PlanError& problem) {
    if (std::filesystem::is_regular_file(path)) throw;
    name.fail(problem.what());
  }
}

mock::NamedRule read_rule(const std::string& name, const Item& item) {
  mock::Fault fault = read_platform_fault(item);
  auto* rule = std::get_if<mock::Rule>(&fault);
  if (!rule) {
    item.fail(
        "waits for nothing and so is no rule; make it a step of a scenario, or begin it "
        "through the control API");
  }
  return {name, std::move(*rule)};
}

}  // namespace

mock::Fault read_platform_fault(const Item& item) {
  if (!item.is_map()) item.fail("must be a map, such as {pong: off}");
  const auto pairs = item.pairs();  // none stands twice
  auto parsed = mock::parse_fault(item.json().as_object());
  if (parsed.fault) return std::move(*parsed.fault);
  for (const auto& [key, value] : pairs) {
    if (key != parsed.key) continue;
    Item(item.file(), item.path(), item.node(), value.line()).fail(parsed.problem);
  }
  item.fail(parsed.problem);
}

std::vector<mock::NamedRule> read_rules(const Item& item) {
  if (item.is_scalar()) return read_rules(read_named_rules(item));
  std::vector<mock::NamedRule> rules;
  for (const auto& [name, rule] : item.pairs()) rules.push_back(read_rule(name, rule));
  return rules;
}

Item rules_file(const std::string& path) {
  return parse_rules(path, read_text(path));
}

void check_names_of_platform(const Item& platform, const std::vector<std::string>& peers,
                             const std::vector<mock::AppOptions>& apps) {
  const auto rules = platform.find("rules");
  if (rules) check_names_in_rules(*rules, peers, apps);
}

void check_names_in_rules(const Item& rules, const std::vector<std::string>& peers,
                          const std::vector<mock::AppOptions>& apps) {
  if (rules.is_scalar()) return check_names_in_rules(read_named_rules(rules), peers, apps);
  for (const auto& [name, rule] : rules.pairs()) {
    const std::string unknown = mock::unknown_name(read_platform_fault(rule), peers, apps);
    if (!unknown.empty()) rule.fail(unknown);
  }
}

void include_rules(const Item& scenario) {
  const auto platform = scenario.find("platform");
  const auto rules = platform ? platform->find("rules") : std::nullopt;
  if (!rules || !rules->is_scalar()) return;
  const Item document = read_named_rules(*rules);
  read_rules(document);  // complains while it is known where the rules stand
  YAML::Node place = rules->node();
  place = document.node();
}

}  // namespace stormlark::scenarios
