#include "runtime/simulated/tcp/listener.h"

#include "runtime/simulated/tcp/stream.h"

#include <boost/asio/error.hpp>

namespace stormlark::tcp {

awaitable<Result<Stream>> BacklogListener::accept() {
  const auto backlog = backlog_;
  if (backlog->closed()) co_return error_code(asio::error::bad_descriptor);
  auto connection = co_await backlog->pop();
  if (!connection) co_return error_code(asio::error::operation_aborted);
  Socket& socket = connection->server();
  co_return Stream(std::make_unique<SocketStream>(std::move(connection), socket));
}

}  // namespace stormlark::tcp
