#include "scenarios/report/html/latency_plot.h"

#include "scenarios/checks/measures.h"
#include "scenarios/report/html/time_axis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace stormlark::scenarios::html {
namespace {

constexpr double width = 1180;
constexpr double height = 300;
constexpr double left = 62;
constexpr double right_margin = 74;
constexpr double never_y = 22;  // where the unanswered stand
constexpr double top = 44;
constexpr double bottom = height - 26;

/// Powers of ten of microseconds, so that every answered message lies between them.
class LatencyAxis {
 public:
  explicit LatencyAxis(const std::vector<Message>& messages) {
    double least = never;
    double most = 0;
    for (const Message& message : messages) {
      if (message.answers.empty()) continue;
      least = std::min(least, std::max(message.latency(), 1.0));
      most = std::max(most, message.latency());
    }
    if (most == 0) return;
    low_ = std::floor(std::log10(least));
    high_ = std::max(low_ + 1, std::ceil(std::log10(std::max(most, 1.0))));
  }

  double y(Micros latency) const {
    if (std::isinf(latency)) return never_y;
    double share = (std::log10(std::max(latency, 1.0)) - low_) / (high_ - low_);
    return bottom - (bottom - top) * share;
  }

  void draw(Svg& svg) const {
    for (double power = low_; power <= high_; ++power) {
      double at = y(std::pow(10, power));
      svg.line(left, at, width - right_margin, at, {"grid"});
      svg.text(left - 8, at + 4, spell(std::pow(10, power)), {}, Svg::Anchor::end);
    }
    svg.text(left - 8, never_y + 4, "never", {}, Svg::Anchor::end);
  }

 private:
  double low_ = 3;   // 1 ms
  double high_ = 6;  // 1 s
};

std::string_view looks_in(Phase phase) {
  if (phase == Phase::fault) return "point fault-phase";
  return phase == Phase::recovery ? "point recovery-phase" : "point";
}

void draw_message(const JudgedRun& run, const Message& message, const TimeAxis& time,
                  const LatencyAxis& latency, Svg& svg) {
  std::string title =
      fmt::format("{}{}\naccepted at {:.3f} s\nanswered after {}", message.probe ? "probe " : "",
                  message.id, message.accepted.us / 1e6, spell(message.latency()));
  double x = time.x(message.accepted.us);
  double y = latency.y(message.latency());
  if (!message.answers.empty()) {
    svg.circle(x, y, 4, {looks_in(run.phases.at(message.accepted.us)), title});
    return;
  }
  svg.line(x - 4, y - 4, x + 4, y + 4, {"cross", title});
  svg.line(x - 4, y + 4, x + 4, y - 4, {"cross", title});
}

void draw_level(const char* name, Micros value, const LatencyAxis& latency, Svg& svg) {
  double y = latency.y(value);
  svg.line(left, y, width - right_margin, y, {"level"});
  svg.text(width - right_margin + 6, y + 4, fmt::format("{} {}", name, spell(value)));
}

constexpr std::string_view key = R"html(<div class="key">
<span><i style="background:var(--blue);border-radius:50%"></i>accepted in calm</span>
<span><i style="background:var(--bad);border-radius:50%"></i>during a fault</span>
<span><i style="background:var(--warn);border-radius:50%"></i>in recovery</span>
<span>✕ never answered</span>
</div>
)html";

}  // namespace

std::string latency_plot(const JudgedRun& run) {
  if (run.facts.messages.empty()) return {};
  TimeAxis time(run.facts.end, left, width - left - right_margin);
  LatencyAxis latency(run.facts.messages);
  Svg svg;
  time.draw(svg, never_y - 14, bottom, height - 8);
  latency.draw(svg);
  for (const Disturbance& d : run.phases.disturbances()) {
    double from = time.x(d.began.us);
    svg.rect(from, never_y - 14, std::max(2.0, time.x(when(d.ended)) - from), bottom - never_y + 14,
             {"band", d.name});
  }
  Sample sample = reply_latencies(run, Phase::all);
  if (sample.size() > 0) {
    draw_level("p50", sample.quantile(0.5), latency, svg);
    if (sample.quantile(0.95) > sample.quantile(0.5)) {
      draw_level("p95", sample.quantile(0.95), latency, svg);
    }
  }
  for (const Message& message : run.facts.messages) draw_message(run, message, time, latency, svg);
  return "<div class=\"wide\">" + svg.picture(width, height, true, "reply latency over time") +
         "</div>" + std::string(key);
}

}  // namespace stormlark::scenarios::html
