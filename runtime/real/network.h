#pragma once

#include "runtime/network.h"

#include <boost/asio/io_context.hpp>

namespace stormlark {

/// TCP through the kernel.
class RealNetwork final : public Network {
 public:
  explicit RealNetwork(asio::io_context& loop) : loop_(loop) {}

  awaitable<Result<Stream>> connect(Endpoint to) override;
  Result<std::unique_ptr<Listener>> listen(Endpoint at) override;

 private:
  asio::io_context& loop_;
};

}  // namespace stormlark
