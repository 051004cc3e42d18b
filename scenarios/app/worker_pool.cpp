#include "scenarios/app/worker_pool.h"

#include "scenarios/app/exit_status.h"
#include "scenarios/plan/item.h"

#include <stdexcept>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

/// Whether a worker did its share, whatever came of it.
bool has_finished(ExitStatus status) {
  return status == ExitStatus::held || status == ExitStatus::not_held ||
         status == ExitStatus::skipped;
}

}  // namespace

WorkerPool::WorkerPool(World& world, LineHandler on_line)
    : world_(world), on_line_(std::move(on_line)), tasks_(world.executor(), [this](auto thrown) {
        if (!failure_) failure_ = thrown;
        tasks_.stop();
      }) {}

void WorkerPool::start(std::vector<std::string> command) {
  auto process = world_.processes().spawn({.command = std::move(command)});
  if (!process) throw std::runtime_error("a worker cannot start: " + process.error().message());
  Worker& worker = workers_.emplace_back();
  worker.number = workers_.size() - 1;
  worker.process = std::move(*process);
  tasks_.spawn(attend(worker));
}

awaitable<bool> WorkerPool::run() {
  using namespace asio::experimental::awaitable_operators;
  const auto first = co_await (tasks_.join() || world_.stop_requested());
  tasks_.stop();
  co_await tasks_.join();
  if (failure_) std::rethrow_exception(failure_);
  co_return first.index() == 0;
}

awaitable<void> WorkerPool::attend(Worker& worker) {
  using namespace asio::experimental::awaitable_operators;
  co_await (hear_lines(worker) && hear_complaints(worker));
  const ProcessEnd end = co_await worker.process->wait();
  if (end.signal) {
    throw std::runtime_error(fmt::format("worker {} {}", worker.number + 1, end.to_string()));
  }
  const auto status = static_cast<ExitStatus>(end.exit_status.value_or(0));
  if (has_finished(status)) co_return;  // whatever a loader or a library said beside
  if (status == ExitStatus::bad_input && !worker.complaint.empty()) {
    throw PlanError(worker.complaint);
  }
  throw std::runtime_error(fmt::format("worker {}: {}{}{}", worker.number + 1, end.to_string(),
                                       worker.complaint.empty() ? "" : ": ", worker.complaint));
}

awaitable<void> WorkerPool::hear_lines(Worker& worker) {
  while (const auto line = co_await worker.process->read_line_out()) {
    on_line_(worker.number, *line);
  }
}

awaitable<void> WorkerPool::hear_complaints(Worker& worker) {
  while (auto line = co_await worker.process->read_line_err()) {
    worker.complaint = std::move(*line);
  }
}

}  // namespace stormlark::scenarios
