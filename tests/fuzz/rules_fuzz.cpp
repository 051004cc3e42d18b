// Rules as people write them: a YAML file, or JSON for the control API.
#include "mock_server/faults/fault_words.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/platform_rules.h"

#include <cstdint>
#include <string>

#include <boost/json/parse.hpp>

namespace {

using namespace stormlark;

void read_yaml(const std::string& text) {
  try {
    const auto root = scenarios::parse_value("rules.yaml", text);
    if (!root.is_map()) return;
    for (const auto& named : scenarios::read_rules(root)) mock::describe(named.rule);
  } catch (const scenarios::PlanError& error) {
    if (std::string_view(error.what()).empty()) __builtin_trap();
  }
}

void read_json(const std::string& text) {
  boost::system::error_code malformed;
  const auto json = boost::json::parse(text, malformed);
  if (malformed || !json.is_object()) return;
  const auto parsed = mock::parse_fault(json.as_object());
  if (!parsed.fault && parsed.problem.empty()) __builtin_trap();
  if (parsed.fault) mock::describe(*parsed.fault);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_yaml(text);
  read_json(text);
  return 0;
}
