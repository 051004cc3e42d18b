#pragma once

#include "runtime/task_group.h"

#include <exception>
#include <memory>
#include <string>

#include <spdlog/logger.h>

namespace stormlark::gateway {

/// What an exception says of itself.
std::string describe(const std::exception_ptr& failure);

/// For task groups: an exception that ends a task is a bug; it costs that task and an error line.
TaskGroup::FailureHandler log_task_failures(std::shared_ptr<spdlog::logger> log);

}  // namespace stormlark::gateway
