#include "scenarios/report/html/svg.h"

#include "scenarios/report/markup.h"

#include <fmt/format.h>

namespace stormlark::scenarios::html {

void Svg::finish(std::string_view element, Look look) {
  body_ += fmt::format(" class=\"{}\"", look.classes);
  if (look.title.empty()) {
    body_ += "/>\n";
  } else {
    body_ += fmt::format("><title>{}</title></{}>\n", escaped(look.title), element);
  }
}

Svg& Svg::rect(double x, double y, double width, double height, Look look, double radius) {
  body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"", x, y,
                       width, height);
  if (radius > 0) body_ += fmt::format(" rx=\"{:.1f}\"", radius);
  finish("rect", look);
  return *this;
}

Svg& Svg::line(double x1, double y1, double x2, double y2, Look look) {
  body_ +=
      fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"", x1, y1, x2, y2);
  finish("line", look);
  return *this;
}

Svg& Svg::circle(double x, double y, double radius, Look look) {
  body_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"", x, y, radius);
  finish("circle", look);
  return *this;
}

Svg& Svg::polygon(std::string_view points, Look look) {
  body_ += fmt::format("<polygon points=\"{}\"", points);
  finish("polygon", look);
  return *this;
}

Svg& Svg::pointer(double x, double y, Look look) {
  return polygon(
      fmt::format("{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}", x, y, x - 5, y - 9, x + 5, y - 9),
      look);
}

Svg& Svg::diamond(double x, double y, double radius, Look look) {
  return polygon(fmt::format("{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}", x - radius,
                             y, x, y - radius, x + radius, y, x, y + radius),
                 look);
}

Svg& Svg::text(double x, double y, std::string_view text, std::string_view classes, Anchor anchor) {
  const char* place = anchor == Anchor::start    ? "start"
                      : anchor == Anchor::middle ? "middle"
                                                 : "end";
  body_ +=
      fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", x,
                  y, classes, place, escaped(text));
  return *this;
}

std::string Svg::picture(double width, double height, bool stretches,
                         std::string_view label) const {
  std::string size = stretches ? std::string("width=\"100%\"")
                               : fmt::format("width=\"{:.0f}\" height=\"{:.0f}\"", width, height);
  return fmt::format(
      "<svg {} viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{}\">\n{}</svg>\n", size,
      width, height, escaped(label), body_);
}

}  // namespace stormlark::scenarios::html
