#pragma once

#include "runtime/signal_flag.h"

#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace stormlark {

/// The parent of a set of coroutines: starts them, stops them, and joins them. A group must be
/// joined before it is destroyed, unless its executor will never run again; where that was said
/// (see Abandonment), destroying the group unwinds its children.
class TaskGroup {
 public:
  using FailureHandler = std::function<void(std::exception_ptr)>;

  /// `on_failure` hears of each exception that a child ends with, except cancellation. It must not
  /// throw: nobody could catch it but the one who runs the loop.
  TaskGroup(asio::any_io_executor executor, FailureHandler on_failure);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup();

  void spawn(awaitable<void> task);

  /// Aborts the operations in flight of all children. Children spawned later are not affected.
  void stop();

  /// Waits until no child is left.
  awaitable<void> join();

  bool empty() const { return children_.empty(); }

 private:
  struct Child {
    std::unique_ptr<asio::cancellation_signal> cancellation;
    bool told = false;  ///< to stop
  };

  void finished(std::list<Child>::iterator child, std::exception_ptr failure);

  asio::any_io_executor executor_;
  FailureHandler on_failure_;
  std::list<Child> children_;
  std::list<SignalFlag*> joiners_;
};

/// True for the exceptions by which a cancelled coroutine unwinds.
bool is_cancellation(const std::exception_ptr& failure);

}  // namespace stormlark
