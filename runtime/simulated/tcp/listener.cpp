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
  std::string peer = connection->route().from.to_string();
  co_return Stream(std::make_unique<SocketStream>(std::move(connection), socket, std::move(peer)));
}

}  // namespace stormlark::tcp
