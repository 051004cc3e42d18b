#include "mock_server/task_failures.h"

#include <spdlog/logger.h>

namespace stormlark::mock {

TaskGroup::FailureHandler task_failures_to_log(World& world) {
  auto log = std::make_shared<spdlog::logger>("mock_server", world.log_sink());
  return [log = std::move(log)](const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      log->error("a task failed: {}", error.what());
    }
  };
}

}  // namespace stormlark::mock
