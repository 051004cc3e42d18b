#pragma once

#include "runtime/process.h"
#include "runtime/real/descriptor.h"

#include <sys/types.h>

namespace stormlark {

/// A child that was started: our ends of its standard streams, and a descriptor that becomes
/// readable when it ends. Whoever takes it must reap it.
struct SpawnedChild {
  pid_t pid = 0;
  Descriptor end;
  Descriptor in;
  Descriptor out;
  Descriptor err;
};

Result<SpawnedChild> spawn_child(const ProcessOptions& options);

}  // namespace stormlark
