#pragma once

#include <memory>

#include "gateway/config.h"
#include "gateway/parts.h"
#include "runtime/world.h"

namespace stormlark::gateway {

/// How the process ends; service managers know 75 (restart me) and 78 (do not).
enum class ExitStatus : int {
  planned = 0,
  unexpected = 1,
  restart_me = 75,
  bad_configuration = 78,  ///< or lost ownership
};

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
