#include "runtime/simulated/tcp/backlog.h"

#include <utility>

#include <boost/asio/error.hpp>

namespace stormlark::tcp {

bool Backlog::push(std::shared_ptr<Connection> connection) {
  if (closed_) return false;
  waiting_.push_back(std::move(connection));
  accept_.end({});
  return true;
}

awaitable<std::shared_ptr<Connection>> Backlog::pop() {
  while (waiting_.empty()) {
    if (closed_) co_return nullptr;
    const error_code ec = co_await accept_.wait(process_);
    if (ec) co_return nullptr;
  }
  auto connection = std::move(waiting_.front());
  waiting_.pop_front();
  co_return connection;
}

void Backlog::close() {
  closed_ = true;
  for (const auto& connection : std::exchange(waiting_, {})) connection->server().reset();
  accept_.end(asio::error::operation_aborted);
}

}  // namespace stormlark::tcp
