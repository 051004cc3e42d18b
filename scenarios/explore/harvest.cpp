#include "scenarios/explore/harvest.h"

#include <boost/json/array.hpp>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

json::object to_json(const Found& found) {
  return {{"seed", found.seed},
          {"check", found.check},
          {"invariant", found.invariant},
          {"summary", found.summary},
          {"file", found.file},
          {"steps", found.steps},
          {"shrink_runs", found.shrink_runs},
          {"flaw", found.flaw}};
}

Found found_from(const json::object& json) {
  const auto text = [&json](const char* key) { return std::string(json.at(key).as_string()); };
  Found found;
  found.seed = json.at("seed").to_number<std::uint64_t>();
  found.check = text("check");
  found.invariant = text("invariant");
  found.summary = text("summary");
  found.file = text("file");
  found.steps = json.at("steps").to_number<std::size_t>();
  found.shrink_runs = json.at("shrink_runs").to_number<int>();
  found.flaw = text("flaw");
  return found;
}

}  // namespace

void Harvest::add(const Harvest& other) {
  seeds += other.seeds;
  events += other.events;
  virtual_time += other.virtual_time;
  coverage.add(other.coverage);
  found.insert(found.end(), other.found.begin(), other.found.end());
}

json::object Harvest::to_json() const {
  json::array failures;
  for (const Found& one : found) failures.push_back(scenarios::to_json(one));
  return {{"seeds", seeds},
          {"events", events},
          {"virtual_us", virtual_time.count()},
          {"coverage", coverage.to_json()},
          {"found", failures}};
}

Harvest Harvest::from_json(const json::object& json) {
  Harvest harvest;
  harvest.seeds = json.at("seeds").to_number<std::uint64_t>();
  harvest.events = json.at("events").to_number<std::uint64_t>();
  harvest.virtual_time = std::chrono::microseconds(json.at("virtual_us").to_number<std::int64_t>());
  harvest.coverage = Coverage::from_json(json.at("coverage").as_array());
  for (const json::value& one : json.at("found").as_array()) {
    harvest.found.push_back(found_from(one.as_object()));
  }
  return harvest;
}

}  // namespace stormlark::scenarios
