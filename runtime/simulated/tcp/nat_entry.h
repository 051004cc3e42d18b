#pragma once

#include "runtime/simulated/tcp/cable.h"
#include "runtime/simulated/timeline.h"

namespace stormlark::tcp {

/// What a NAT between two hosts remembers of a connection. One that it forgot passes no more, in
/// neither direction, and nobody is told.
class NatEntry {
 public:
  NatEntry(const Timeline& timeline, const Cable& there, const Cable& back)
      : timeline_(timeline), there_(there), back_(back), used_at_(timeline.now()) {}

  /// Traffic, which keeps the entry fresh where it comes in time.
  void use();
  /// Forgets a connection that idled for longer than the wires now allow.
  void expire();
  bool forgotten() const { return forgotten_; }

 private:
  const Timeline& timeline_;
  const Cable& there_;
  const Cable& back_;
  Clock::time_point used_at_;
  bool forgotten_ = false;
};

}  // namespace stormlark::tcp
