#include "scenarios/plan/document.h"

#include <fstream>
#include <sstream>

namespace stormlark::scenarios {
namespace {

// Far more than people write. With aliases a short text unfolds to any size, or has no end where
// one stands inside itself.
constexpr int depth_max = 50;
constexpr int nodes_max = 100'000;

/// Counts the nodes, and complains of a text that unfolds too far.
void check_size(const Item& root, const YAML::Node& node, int depth, int& nodes) {
  if (depth > depth_max) {
    root.fail("is nested too deeply, or an alias stands inside itself; write it out");
  }
  if (++nodes > nodes_max) root.fail("has aliases that unfold to too much; write fewer");
  if (!node.IsMap() && !node.IsSequence()) return;
  for (const auto& element : node) {
    check_size(root, node.IsMap() ? element.second : YAML::Node(element), depth + 1, nodes);
  }
}

}  // namespace

std::string read_text(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || text.bad()) throw PlanError(file + ": cannot be read; check the name and permissions");
  return text.str();
}

Item parse_value(const std::string& file, const std::string& text) {
  try {
    Item root(file, "", YAML::Load(text), 1);
    int nodes = 0;
    check_size(root, root.node(), 0, nodes);
    return root;
  } catch (const YAML::Exception& error) {
    throw PlanError(file + ":" + std::to_string(error.mark.line + 1) +
                    ": is not YAML: " + error.msg);
  }
}

Item parse_document(const std::string& file, const std::string& text) {
  Item root = parse_value(file, text);
  if (!root.is_map()) {
    root.fail(std::string(root.node().IsNull() ? "is empty" : "is not a map of keys and values") +
              "; a file begins with 'scenario: NAME' or 'subject: NAME'");
  }
  return root;
}

Item read_document(const std::string& file) {
  return parse_document(file, read_text(file));
}

}  // namespace stormlark::scenarios
