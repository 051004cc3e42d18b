#include "bench/rounds.h"

#include <algorithm>
#include <cmath>

namespace stormlark::bench {
namespace {

constexpr double ms_per_s = 1000;

void set_times(benchmark::State& state, const std::vector<double>& ours) {
  state.counters["median"] = median(ours) * ms_per_s;
  state.counters["p95"] = quantile(ours, 0.95) * ms_per_s;
  state.counters["worst"] = quantile(ours, 1) * ms_per_s;
  state.counters["n"] = static_cast<double>(ours.size());
}

}  // namespace

Seconds timed(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - began;
}

double quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  const auto rank = static_cast<std::ptrdiff_t>(std::ceil(q * static_cast<double>(values.size())));
  const auto place = values.begin() + std::max<std::ptrdiff_t>(rank - 1, 0);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

double median(const std::vector<double>& values) {
  return quantile(values, 0.5);
}

double median_deviation(const std::vector<double>& values) {
  const double middle = median(values);
  std::vector<double> distances;
  for (const double value : values) distances.push_back(std::abs(value - middle));
  return median(distances);
}

void Rounds::add(Seconds ours, Seconds floor) {
  rounds_.push_back({ours.count(), floor.count()});
}

void Rounds::report(benchmark::State& state) const {
  std::vector<double> floors;
  for (const Round& round : rounds_) floors.push_back(round.floor);
  const double low = quantile(floors, 0.25) / 2;
  const double high = quantile(floors, 0.75) * 2;

  std::vector<double> ours;
  std::vector<double> kept_floors;
  std::vector<double> ratios;
  for (const Round& round : rounds_) {
    if (round.floor < low || round.floor > high) continue;
    ours.push_back(round.ours);
    kept_floors.push_back(round.floor);
    ratios.push_back(round.ours / round.floor);
  }
  set_times(state, ours);
  state.counters["floor"] = median(kept_floors) * ms_per_s;
  state.counters["ratio"] = median(ratios);
  state.counters["ratio_mad"] = median_deviation(ratios);
  state.counters["dropped"] = static_cast<double>(rounds_.size() - ours.size());
}

void report(benchmark::State& state, const std::vector<Seconds>& samples) {
  std::vector<double> values;
  for (const Seconds sample : samples) values.push_back(sample.count());
  set_times(state, values);
}

}  // namespace stormlark::bench
