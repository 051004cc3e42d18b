#include "scenarios/plan/document.h"

#include <fstream>
#include <sstream>

namespace stormlark::scenarios {

std::string read_text(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || text.bad()) throw PlanError(file + ": cannot be read; check the name and permissions");
  return text.str();
}

Item parse_value(const std::string& file, const std::string& text) {
  try {
    return Item(file, "", YAML::Load(text), 1);
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
