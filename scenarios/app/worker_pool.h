#pragma once

#include "runtime/task_group.h"
#include "runtime/world.h"

#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// Processes of this program that share a work, each of which tells line by line how it goes. All
/// of them end with the pool.
class WorkerPool {
 public:
  /// Hears each line of a worker, which are numbered from 0. To throw ends them all.
  using LineHandler = std::function<void(std::size_t worker, const std::string& line)>;

  WorkerPool(World& world, LineHandler on_line);

  void start(std::vector<std::string> command);

  /// Runs until all have ended; false when the harness was told to stop before. What a worker said
  /// of bad input is thrown as PlanError; where one failed, std::runtime_error says which.
  awaitable<bool> run();

  /// Ends them all; `run` returns.
  void stop() { tasks_.stop(); }

 private:
  struct Worker {
    std::size_t number = 0;
    std::unique_ptr<Process> process{};
    std::string complaint{};
  };

  awaitable<void> attend(Worker& worker);
  awaitable<void> hear_lines(Worker& worker);
  awaitable<void> hear_complaints(Worker& worker);

  World& world_;
  LineHandler on_line_;
  std::list<Worker> workers_;
  std::exception_ptr failure_;
  TaskGroup tasks_;
};

}  // namespace stormlark::scenarios
