#include "runtime/memory_network.h"

#include "runtime/mailbox.h"
#include "runtime/memory_stream.h"

#include <boost/asio/error.hpp>

namespace stormlark {

struct MemoryNetwork::Backlog {
  explicit Backlog(asio::any_io_executor executor) : arrivals(std::move(executor)) {}
  Mailbox<Stream> arrivals;
};

namespace {

// There is one machine, so its names are the same place.
std::string place(const Endpoint& at) {
  const bool loopback = at.host == "localhost" || at.host == "::1" || at.host == "0.0.0.0";
  return Endpoint{loopback ? "127.0.0.1" : at.host, at.port}.to_string();
}

class MemoryListener final : public Listener {
 public:
  MemoryListener(Endpoint at, std::shared_ptr<MemoryNetwork::Backlog> backlog)
      : at_(std::move(at)), backlog_(std::move(backlog)) {}
  ~MemoryListener() override { MemoryListener::close(); }

  awaitable<Result<Stream>> accept() override {
    const auto backlog = backlog_;
    if (!backlog) co_return error_code(asio::error::bad_descriptor);
    auto stream = co_await backlog->arrivals.pop();
    if (!stream) co_return error_code(asio::error::operation_aborted);
    co_return std::move(*stream);
  }
  Endpoint local_endpoint() const override { return at_; }
  void close() override {
    if (!backlog_) return;
    backlog_->arrivals.drain();  // nobody will accept them: the peers see the end
    backlog_->arrivals.close();
    backlog_.reset();
  }

 private:
  Endpoint at_;
  std::shared_ptr<MemoryNetwork::Backlog> backlog_;
};

}  // namespace

awaitable<Result<Stream>> MemoryNetwork::connect(Endpoint to) {
  const auto found = listeners_.find(place(to));
  const auto backlog = found == listeners_.end() ? nullptr : found->second.lock();
  if (!backlog || backlog->arrivals.closed()) {
    co_return error_code(asio::error::connection_refused);
  }
  auto [near, far] = make_memory_streams(executor_, "memory", to.to_string());
  backlog->arrivals.push(std::move(far));
  co_return std::move(near);
}

Result<std::unique_ptr<Listener>> MemoryNetwork::listen(Endpoint at) {
  if (at.port == 0) at.port = ++next_port_;
  auto& entry = listeners_[place(at)];
  const auto present = entry.lock();
  if (present && !present->arrivals.closed()) return error_code(asio::error::address_in_use);
  auto backlog = std::make_shared<Backlog>(executor_);
  entry = backlog;
  return std::unique_ptr<Listener>(std::make_unique<MemoryListener>(at, std::move(backlog)));
}

}  // namespace stormlark
