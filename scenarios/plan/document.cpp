#include "scenarios/plan/document.h"

#include <fstream>
#include <optional>
#include <sstream>

#include <yaml-cpp/eventhandler.h>

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

/// The line with a tab in its indentation at which the reader stumbled, which tells it at the next
/// line at the latest; lines count from 0.
std::optional<int> tab_near(const std::string& text, int line) {
  std::optional<int> found;
  std::istringstream lines(text);
  int number = 0;
  for (std::string one; number <= line && std::getline(lines, one); ++number) {
    const std::size_t begin = one.find_first_not_of(" \t");
    if (begin == std::string::npos || number + 1 < line) continue;
    if (one.find('\t') < begin) found = number;
  }
  return found;
}

/// Hears whether there is something in a document, and where it begins.
class Beginning final : public YAML::EventHandler {
 public:
  std::optional<int> line;  // from 0

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { note(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {
    note(mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/,
                       YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {
    note(mark);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    note(mark);
  }
  void OnMapEnd() override {}

 private:
  void note(const YAML::Mark& mark) {
    if (!line) line = mark.line;
  }
};

/// Not by LoadAll, which has no end for a text such as `,`.
void expect_one_document(const std::string& file, const std::string& text) {
  if (text.find("\n---") == std::string::npos && text.find("\n...") == std::string::npos) return;
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Beginning first;
  Beginning second;
  if (!parser.HandleNextDocument(first) || !parser.HandleNextDocument(second)) return;
  if (!second.line) return;
  Item(file, "", YAML::Node(), *second.line + 1)
      .fail(
          "begins a second document, which nobody reads; remove '---', or make it a file of its "
          "own");
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
    expect_one_document(file, text);
    int nodes = 0;
    check_size(root, root.node(), 0, nodes);
    return root;
  } catch (const YAML::Exception& error) {
    const auto tab = tab_near(text, error.mark.line);
    const std::string why = tab ? "a tab indents this line; indent by blanks" : error.msg;
    throw PlanError(file + ":" + std::to_string(tab.value_or(error.mark.line) + 1) +
                    ": is not YAML: " + why);
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
