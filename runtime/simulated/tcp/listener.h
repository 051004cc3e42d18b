#pragma once

#include "runtime/network.h"
#include "runtime/simulated/tcp/backlog.h"

#include <memory>

namespace stormlark::tcp {

/// A process's hold on a port at which it listens.
class BacklogListener final : public Listener {
 public:
  BacklogListener(Endpoint at, std::shared_ptr<Backlog> backlog)
      : at_(std::move(at)), backlog_(std::move(backlog)) {}
  ~BacklogListener() override { BacklogListener::close(); }

  awaitable<Result<Stream>> accept() override;
  Endpoint local_endpoint() const override { return at_; }
  void close() override { backlog_->close(); }

 private:
  Endpoint at_;
  std::shared_ptr<Backlog> backlog_;
};

}  // namespace stormlark::tcp
