#pragma once

#include "runtime/clock.h"

#include <optional>

namespace stormlark::mock {

/// Whether text may be streamed into a card. The mode ends by itself ten minutes after it was
/// opened; what is written meanwhile does not prolong it.
class Streaming {
 public:
  /// The card's `streaming_mode` says so. Open is opened anew only when it is not open any more.
  void follow(bool mode, Clock::time_point now);
  bool open(Clock::time_point now) const { return until_ && now < *until_; }
  /// For a text that is to be streamed: `code::ok`, or why not. That the time was up is said once;
  /// from then on the mode is simply closed.
  int admit(Clock::time_point now);

 private:
  std::optional<Clock::time_point> until_;
};

}  // namespace stormlark::mock
