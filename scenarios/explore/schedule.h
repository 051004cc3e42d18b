#pragma once

#include "scenarios/plan/item.h"

#include <cstdint>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::scenarios {

/// A scenario as a value, to be composed, mutated and shrunk: the parts of a scenario file in which
/// every choice was made. It becomes text only when it is written.
struct Schedule {
  std::string name;
  std::string title;
  std::uint64_t seed = 1;
  boost::json::object platform;
  boost::json::object subjects;  ///< settings by name
  boost::json::object links;     ///< a fault, or a list of them, by subject
  std::vector<boost::json::object> steps;
  boost::json::array expect;

  std::vector<std::string> subject_names() const;
};

bool is_text(const boost::json::value& value, std::string_view text);

/// The key of a step that is no modifier, such as `send`; empty where there is none.
std::string verb_of(const boost::json::object& step);

/// The document that `load_definite` reads.
Item document_of(const Schedule& schedule);

/// The file that `stormlark run` reads, laid out as a person would.
std::string text_of(const Schedule& schedule);

/// A scenario document in which every choice was made. Throws PlanError.
Schedule read_schedule(const Item& document);

}  // namespace stormlark::scenarios
