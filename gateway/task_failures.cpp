#include "gateway/task_failures.h"

namespace stormlark::gateway {

std::string describe(const std::exception_ptr& failure) {
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
    log->error("a task ended unexpectedly: {}", describe(failure));
  };
}

}  // namespace stormlark::gateway
