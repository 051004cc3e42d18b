#pragma once

#include "mock_server/connections/connection.h"
#include "mock_server/options.h"
#include "runtime/task_group.h"

#include <deque>
#include <memory>

namespace stormlark::mock {

/// Sends RFC 6455 pings on every connection, each in its own time. One task looks after them all:
/// a task of its own would cost a connection more memory than its buffers do.
class KeepAlive {
 public:
  KeepAlive(World& world, const PlatformOptions& options, TaskGroup& tasks)
      : world_(world), options_(options), tasks_(tasks) {}

  /// From now on until it ends, unless the platform sends no pings.
  void look_after(const std::shared_ptr<Connection>& connection);

 private:
  struct Visit {
    Clock::time_point due;
    std::weak_ptr<Connection> connection;
  };

  awaitable<void> make_rounds();
  awaitable<void> check_up(std::shared_ptr<Connection> connection);

  World& world_;
  const PlatformOptions& options_;
  TaskGroup& tasks_;
  std::deque<Visit> visits_;  // by time, since all wait equally long
  bool on_rounds_ = false;
};

}  // namespace stormlark::mock
