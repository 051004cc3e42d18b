#pragma once

#include "scenarios/checks/facts.h"
#include "scenarios/report/html/svg.h"
#include "scenarios/report/html/time_axis.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::scenarios::html {

/// A stack of swim lanes over time: the names on the left stay, the chart on the right scrolls.
class Lanes {
 public:
  /// Records in `evidence` are outlined; it must outlive this.
  Lanes(Micros end, const std::set<std::uint64_t>& evidence);

  /// Begins a lane; what is drawn next is in it.
  void begin(std::string_view name);

  struct Bar {
    Micros from = 0;
    Micros to = 0;
    std::string_view classes;
    std::string title;
    std::string label = {};                   ///< inside, or beside where the bar is too short
    std::vector<std::uint64_t> records = {};  ///< that it stands for
  };
  /// In the first row of the lane that is free at that time.
  void bar(const Bar& bar);
  /// In the row of the last bar, over it.
  void bar_over(const Bar& bar);
  void pointer(const Moment& at, std::string_view classes, const std::string& title);
  void diamond(const Moment& at, std::string_view classes, const std::string& title);
  /// A dot with a line to its ack, or an empty ring.
  void push(const Push& push, const std::string& title);

  /// A shade over all lanes.
  void band(Micros from, Micros to, const std::string& title);

  /// The finished element.
  std::string html();

 private:
  struct Band {
    Micros from;
    Micros to;
    std::string title;
  };

  void take_row(double from, double to);
  void draw(const Bar& bar, double left, double width);
  double middle() const;
  std::string outlined(std::string_view classes, const std::vector<std::uint64_t>& records) const;
  void end_lane();

  const std::set<std::uint64_t>& evidence_;
  TimeAxis axis_;
  Svg names_;
  Svg backs_;
  Svg marks_;
  Svg labels_;  ///< over all marks
  std::vector<Band> bands_;
  std::string name_;
  double top_;  ///< of the lane
  std::size_t row_ = 0;
  std::vector<double> row_ends_;
  bool tinted_ = false;
};

}  // namespace stormlark::scenarios::html
