#pragma once

#include <string>
#include <string_view>

namespace stormlark::scenarios::html {

/// Writes an SVG picture piece by piece. Sizes are pixels; looks are classes of the style sheet; a
/// title shows when the pointer rests on the piece. All text is escaped here.
class Svg {
 public:
  struct Look {
    std::string_view classes;
    std::string_view title = {};
  };

  Svg& rect(double x, double y, double width, double height, Look look, double radius = 0);
  Svg& line(double x1, double y1, double x2, double y2, Look look);
  Svg& circle(double x, double y, double radius, Look look);
  /// A small triangle that points down to (x, y).
  Svg& pointer(double x, double y, Look look);
  Svg& diamond(double x, double y, double radius, Look look);
  enum class Anchor { start, middle, end };
  Svg& text(double x, double y, std::string_view text, std::string_view classes = {},
            Anchor anchor = Anchor::start);

  /// Draws all of `other` over what is here.
  void append(const Svg& other) { body_ += other.body_; }

  /// The picture so far; `stretches`: as wide as its place allows, else as wide as given.
  std::string picture(double width, double height, bool stretches, std::string_view label) const;

 private:
  Svg& polygon(std::string_view points, Look look);
  void finish(std::string_view element, Look look);

  std::string body_;
};

}  // namespace stormlark::scenarios::html
