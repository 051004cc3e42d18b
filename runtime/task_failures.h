#pragma once

#include "runtime/task_group.h"
#include "runtime/world.h"

#include <exception>
#include <memory>
#include <string>

#include <spdlog/logger.h>

namespace stormlark {

/// What an exception says of itself.
std::string message_of(const std::exception_ptr& failure);

/// For task groups: an exception that ends a task is a bug; it costs that task and an error line.
TaskGroup::FailureHandler log_task_failures(std::shared_ptr<spdlog::logger> log);
/// The same where nothing else is logged under that name.
TaskGroup::FailureHandler log_task_failures(World& world, std::string logger_name);

}  // namespace stormlark
