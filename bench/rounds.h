#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

#include <benchmark/benchmark.h>

namespace stormlark::bench {

using Seconds = std::chrono::duration<double>;

/// How long the work takes.
Seconds timed(const std::function<void()>& work);

/// Exact order statistics of a list of numbers, by nearest rank; 0 for an empty one.
double quantile(std::vector<double> values, double q);
double median(const std::vector<double>& values);
/// Median of the distances from the median.
double median_deviation(const std::vector<double>& values);

/// Measurements taken in pairs, ours beside the floor, so that a busy neighbour strikes both.
/// Ratios are formed within a round. Rounds whose floor lies outside its own quartiles by a factor
/// of two are dropped: somebody else was measured there.
class Rounds {
 public:
  void add(Seconds ours, Seconds floor);

  /// Sets the counters median, p95, worst, floor (in milliseconds), ratio, ratio_mad, n, dropped.
  void report(benchmark::State& state) const;

 private:
  struct Round {
    double ours;
    double floor;
  };
  std::vector<Round> rounds_;
};

/// A list of single measurements without a floor: counters median, p95, worst (in milliseconds), n.
void report(benchmark::State& state, const std::vector<Seconds>& samples);

}  // namespace stormlark::bench
