#pragma once

#include "runtime/task_group.h"
#include "runtime/world.h"

namespace stormlark::mock {

/// For task groups: a task that fails is a bug of ours, told to whoever runs the platform.
TaskGroup::FailureHandler task_failures_to_log(World& world);

}  // namespace stormlark::mock
