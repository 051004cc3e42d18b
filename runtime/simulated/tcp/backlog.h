#pragma once

#include "runtime/simulated/tcp/connection.h"

#include <deque>
#include <memory>

namespace stormlark::tcp {

/// What the kernel keeps for a listener: the connections that came in and were not accepted yet.
class Backlog {
 public:
  explicit Backlog(std::shared_ptr<Attachment> process) : process_(std::move(process)) {}

  const std::shared_ptr<Attachment>& process() const { return process_; }

  /// False when nobody listens any more.
  bool push(std::shared_ptr<Connection> connection);
  /// Null when there is none, or when closed or cancelled.
  awaitable<std::shared_ptr<Connection>> pop();

  /// Those who were not accepted see a reset.
  void close();
  bool closed() const { return closed_; }

 private:
  std::shared_ptr<Attachment> process_;
  std::deque<std::shared_ptr<Connection>> waiting_;
  PendingOperation accept_{"accept"};
  bool closed_ = false;
};

}  // namespace stormlark::tcp
