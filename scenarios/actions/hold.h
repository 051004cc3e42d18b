#pragma once

#include "scenarios/actions/verbs.h"

#include <memory>
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

/// The step that arms the hold and waits until the platform keeps the call.
std::shared_ptr<const Action> hold_call(HeldCall held, Clock::duration within);

}  // namespace stormlark::scenarios
