#pragma once

#include "runtime/result.h"

#include <memory>
#include <string>

namespace stormlark::scenarios {

class Stage;

/// How a step ended; the words of `history::StepEnded`.
struct StepOutcome {
  enum class Kind {
    done,
    missed,  ///< its trigger did not come: whatever was to be shown was not
    unmet,   ///< it gave the subject time for what was due, in vain: the checks judge that
    failed,  ///< it could not be carried out
  };
  Kind kind = Kind::done;
  std::string detail;

  static StepOutcome done(std::string detail = {}) { return {Kind::done, std::move(detail)}; }
  static StepOutcome missed(std::string detail) { return {Kind::missed, std::move(detail)}; }
  static StepOutcome unmet(std::string detail) { return {Kind::unmet, std::move(detail)}; }
  static StepOutcome failed(std::string detail) { return {Kind::failed, std::move(detail)}; }
};

/// What a step does. Read from a scenario and checked before the run begins.
class Action {
 public:
  virtual ~Action() = default;
  virtual awaitable<StepOutcome> run(Stage& stage) const = 0;
  /// It strikes as only a simulation can.
  virtual bool only_simulated() const { return false; }
};

}  // namespace stormlark::scenarios
