#include "runtime/task_failures.h"

namespace stormlark {

std::string message_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "unknown exception";
  }
}

TaskGroup::FailureHandler log_task_failures(std::shared_ptr<spdlog::logger> log) {
  return [log = std::move(log)](const std::exception_ptr& failure) {
    log->error("a task ended unexpectedly: {}", message_of(failure));
  };
}

TaskGroup::FailureHandler log_task_failures(World& world, std::string logger_name) {
  return log_task_failures(
      std::make_shared<spdlog::logger>(std::move(logger_name), world.log_sink()));
}

}  // namespace stormlark
