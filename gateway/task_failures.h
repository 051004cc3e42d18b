#pragma once

#include "runtime/task_group.h"

#include <memory>

#include <spdlog/logger.h>

namespace stormlark::gateway {

/// For task groups: an exception that ends a task is a bug; it costs that task and an error line.
TaskGroup::FailureHandler log_task_failures(std::shared_ptr<spdlog::logger> log);

}  // namespace stormlark::gateway
