#include "gateway/task_failures.h"

namespace stormlark::gateway {

TaskGroup::FailureHandler log_task_failures(std::shared_ptr<spdlog::logger> log) {
  return [log = std::move(log)](std::exception_ptr failure) {
    try {
      std::rethrow_exception(std::move(failure));
    } catch (const std::exception& error) {
      log->error("a task ended unexpectedly: {}", error.what());
    } catch (...) {
      log->error("a task ended unexpectedly");
    }
  };
}

}  // namespace stormlark::gateway
