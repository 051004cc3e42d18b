#include "scenarios/report/spelled_figures.h"

#include "scenarios/checks/figures.h"

#include <cmath>

#include <fmt/format.h>

namespace stormlark::scenarios {

std::string spelled_figure(const std::map<std::string, double>& figures, const std::string& name) {
  auto figure = figures.find(name);
  if (figure == figures.end()) return "-";
  return name.ends_with("_ms") ? spell(figure->second * 1000)
                               : fmt::format("{:.0f}", figure->second);
}

std::string exact_figure(double value) {
  if (std::isinf(value)) return "infinite";
  std::string text = fmt::format("{:.3f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace stormlark::scenarios
