#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/io_context.hpp>

namespace stormlark {

/// The event loop of one simulated process: handlers in the order of their arrival. Asio's own
/// would do but for the end of a process: here what waits can be cancelled and destroyed while what
/// it uses still lives.
class ProcessLoop : private boost::asio::io_context {  // whose services Beast's streams look for
 public:
  class Executor;

  Executor get_executor();
  boost::asio::execution_context& context() { return *this; }

  /// Runs the first handler; false when there is none.
  bool run_one();
  /// Does `cancel` and destroys all handlers, also those that come meanwhile, without running them.
  /// May be called from within itself.
  void unwind(const std::function<void()>& cancel);
  bool empty() const { return tasks_.empty(); }

 private:
  class Task {
   public:
    virtual ~Task() = default;
    virtual void run() = 0;
  };
  template <class Function>
  class TaskOf;

  std::deque<std::unique_ptr<Task>> tasks_;
  int inside_ = 0;
};

template <class Function>
class ProcessLoop::TaskOf final : public Task {
 public:
  explicit TaskOf(Function function) : function_(std::move(function)) {}
  void run() override { std::move(function_)(); }

 private:
  Function function_;
};

/// Hands work to a loop, as Asio's executors do.
class ProcessLoop::Executor {
 public:
  explicit Executor(ProcessLoop& loop, bool at_once = true) : loop_(&loop), at_once_(at_once) {}

  boost::asio::execution_context& query(boost::asio::execution::context_t) const noexcept {
    return loop_->context();
  }
  boost::asio::execution::blocking_t query(boost::asio::execution::blocking_t) const noexcept {
    using Blocking = boost::asio::execution::blocking_t;
    return at_once_ ? Blocking(Blocking::possibly) : Blocking(Blocking::never);
  }
  Executor require(boost::asio::execution::blocking_t::never_t) const {
    return Executor(*loop_, false);
  }
  Executor require(boost::asio::execution::blocking_t::possibly_t) const {
    return Executor(*loop_, true);
  }

  template <class Function>
  void execute(Function&& function) const {
    if (at_once_ && loop_->inside_ > 0) {
      std::forward<Function>(function)();
      return;
    }
    using Stored = TaskOf<std::decay_t<Function>>;
    loop_->tasks_.push_back(std::make_unique<Stored>(std::forward<Function>(function)));
  }

  friend bool operator==(const Executor&, const Executor&) noexcept = default;

 private:
  ProcessLoop* loop_;
  bool at_once_;
};

}  // namespace stormlark
