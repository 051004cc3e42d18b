#include "scenarios/report/html/lanes.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::scenarios::html {
namespace {

constexpr double row_height = 18;
constexpr double bar_height = 12;
constexpr double lane_margin = 5;
constexpr double axis_height = 22;
constexpr double names_width = 168;
constexpr double right_margin = 56;   // for labels beside the last bars
constexpr double bar_width_min = 2;   // what is too short to see is still there
constexpr double letter_width = 6.4;  // of a label
constexpr std::size_t rows_max = 14;

constexpr double pixels_per_second = 110;
constexpr double chart_width_min = 960;
constexpr double chart_width_max = 9000;

double chart_width(Micros end) {
  return std::clamp(end / 1e6 * pixels_per_second, chart_width_min, chart_width_max);
}

}  // namespace

Lanes::Lanes(Micros end, const std::set<std::uint64_t>& evidence)
    : evidence_(evidence), axis_(end, 4, chart_width(end)), top_(axis_height) {}

void Lanes::begin(std::string_view name) {
  end_lane();
  name_ = name;
}

void Lanes::end_lane() {
  if (name_.empty()) return;
  double height = static_cast<double>(std::max<std::size_t>(1, row_ends_.size())) * row_height +
                  2 * lane_margin;
  if (tinted_) {
    names_.rect(0, top_, names_width, height, {"lane"});
    backs_.rect(0, top_, axis_.right() + right_margin, height, {"lane"});
  }
  names_.text(10, top_ + lane_margin + row_height / 2 + 4, name_, "lane-name");
  tinted_ = !tinted_;
  top_ += height;
  row_ends_.clear();
  row_ = 0;
  name_.clear();
}

double Lanes::middle() const {
  return top_ + lane_margin + static_cast<double>(row_) * row_height + row_height / 2;
}

void Lanes::take_row(double from, double to) {
  auto free =
      std::find_if(row_ends_.begin(), row_ends_.end(), [from](double end) { return end <= from; });
  if (free == row_ends_.end() && row_ends_.size() < rows_max) {
    free = row_ends_.insert(row_ends_.end(), 0);
  } else if (free == row_ends_.end()) {
    free = std::min_element(row_ends_.begin(), row_ends_.end());
  }
  *free = to;
  row_ = static_cast<std::size_t>(free - row_ends_.begin());
}

std::string Lanes::outlined(std::string_view classes,
                            const std::vector<std::uint64_t>& records) const {
  bool proves = std::any_of(records.begin(), records.end(),
                            [this](std::uint64_t id) { return evidence_.contains(id); });
  return std::string(classes) + (proves ? " evidence" : "");
}

void Lanes::draw(const Bar& bar, double left, double width) {
  marks_.rect(left, middle() - bar_height / 2, width, bar_height,
              {outlined(bar.classes, bar.records), bar.title}, 3);
}

void Lanes::bar(const Bar& bar) {
  double left = axis_.x(bar.from);
  double width = std::max(bar_width_min, axis_.x(bar.to) - left);
  double label_width = static_cast<double>(bar.label.size()) * letter_width;
  bool inside = label_width + 6 <= width;
  take_row(left, left + width + 3 + (inside ? 0 : label_width));
  draw(bar, left, width);
  if (bar.label.empty()) return;
  labels_.text(inside ? left + 4 : left + width + 3, middle() + 3.5, bar.label,
               inside ? "inside" : "beside");
}

void Lanes::bar_over(const Bar& bar) {
  double left = axis_.x(bar.from);
  draw(bar, left, std::max(bar_width_min, axis_.x(bar.to) - left));
}

void Lanes::pointer(const Moment& at, std::string_view classes, const std::string& title) {
  marks_.pointer(axis_.x(at.us), middle() + 2, {outlined(classes, {at.record}), title});
}

void Lanes::diamond(const Moment& at, std::string_view classes, const std::string& title) {
  marks_.diamond(axis_.x(at.us), middle(), 5, {outlined(classes, {at.record}), title});
}

void Lanes::push(const Push& push, const std::string& title) {
  double from = axis_.x(push.at.us);
  double to = push.ack ? axis_.x(push.ack->at.us) : from;
  take_row(from - 4, to + 6);
  if (!push.ack) {
    marks_.circle(from, middle(), 4, {outlined("unacked", {push.at.record}), title});
    return;
  }
  std::string classes = outlined("push-end", {push.at.record, push.ack->at.record});
  marks_.line(from, middle(), to, middle(), {"push", title});
  marks_.circle(from, middle(), 3.2, {classes, title});
  marks_.line(to, middle() - 4, to, middle() + 4, {"push", title});
}

void Lanes::band(Micros from, Micros to, const std::string& title) {
  bands_.push_back({from, to, title});
}

std::string Lanes::html() {
  end_lane();
  double width = axis_.right() + right_margin;
  axis_.draw(backs_, axis_height - 6, top_, 12);
  for (const Band& band : bands_) {
    double left = axis_.x(band.from);
    backs_.rect(left, axis_height, std::max(bar_width_min, axis_.x(band.to) - left),
                top_ - axis_height, {"band", band.title});
  }
  Svg chart = backs_;
  chart.append(marks_);
  chart.append(labels_);
  return fmt::format(
      "<div class=\"timeline\"><div class=\"names\">{}</div>"
      "<div class=\"chart\">{}</div></div>\n",
      names_.picture(names_width, top_, false, "names of the lanes"),
      chart.picture(width, top_, false, "timeline of the run"));
}

}  // namespace stormlark::scenarios::html
