#pragma once

#include "scenarios/actions/verbs.h"

#include <string>

namespace stormlark::scenarios {

/// An API call that the platform is to hold: which, and on which side of its commit.
struct HeldCall {
  std::string operation;
  std::string peer;  ///< empty: anybody's
  int nth = 1;
  bool after_commit = false;
  std::string name;  ///< by which `release:` lets it go
};

/// Arms the hold and waits until the platform keeps the call.
awaitable<StepOutcome> hold_call(Stage& stage, HeldCall held, Clock::duration within);

}  // namespace stormlark::scenarios
