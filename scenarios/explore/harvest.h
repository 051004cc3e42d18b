#pragma once

#include "scenarios/explore/coverage.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::scenarios {

/// A failure that was found and shrunk.
struct Found {
  std::uint64_t seed = 0;
  std::string check;
  std::string invariant;
  std::string summary;
  std::string file;       ///< the shrunk scenario
  std::size_t steps = 0;  ///< of it
  int shrink_runs = 0;
  std::string flaw;  ///< why the file does not reproduce what was found; else empty
};

/// How far a search has come.
struct Harvest {
  std::uint64_t seeds = 0;
  std::uint64_t events = 0;
  std::chrono::microseconds virtual_time{};
  Coverage coverage;
  std::vector<Found> found;

  void add(const Harvest& other);

  boost::json::object to_json() const;
  static Harvest from_json(const boost::json::object& json);
};

}  // namespace stormlark::scenarios
