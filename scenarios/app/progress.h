#pragma once

#include "history/record.h"

#include <string>

namespace stormlark::scenarios {

/// Tells a person at a terminal how a run goes: a line for each step, start and end of a subject,
/// and fault. To standard error, so that results can be redirected. What did not go as the scenario
/// wants is told in any case.
class Progress {
 public:
  Progress(bool shown, bool colour) : shown_(shown), colour_(colour) {}

  void scenario(const std::string& name, std::uint64_t seed);
  void show(const history::Record& record) const;

 private:
  void line(std::int64_t us, const std::string& style, const std::string& text) const;

  bool shown_;
  bool colour_;
  std::string name_;
};

}  // namespace stormlark::scenarios
