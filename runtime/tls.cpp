#include "runtime/tls.h"

namespace stormlark {

awaitable<Result<Stream>> TlsClient::connect(Stream transport, std::string host) const {
  const auto handshake = handshake_;
  auto secured = co_await handshake->connect(std::move(transport), std::move(host));
  co_return secured;
}

awaitable<Result<Stream>> TlsServer::accept(Stream transport) const {
  const auto handshake = handshake_;
  auto secured = co_await handshake->accept(std::move(transport));
  co_return secured;
}

}  // namespace stormlark
