#pragma once

#include "gateway/config.h"
#include "gateway/exit_status.h"
#include "gateway/parts.h"
#include "runtime/world.h"

#include <memory>

namespace stormlark::gateway {

/// A bot gateway: link -> intake -> journal -> desk -> brain -> outbox -> platform API.
class Gateway {
 public:
  /// `parts` are the decisions that tests replace; production passes `production_parts()`.
  Gateway(World& world, Config config, Parts parts = production_parts());
  ~Gateway();

  /// Runs until told to stop, or until it cannot go on.
  awaitable<ExitStatus> run();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stormlark::gateway
