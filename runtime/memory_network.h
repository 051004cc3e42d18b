#pragma once

#include "runtime/network.h"

#include <map>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

namespace stormlark {

/// A network of in-memory streams: `connect` reaches whoever listens at that address, or is
/// refused. Ports asked for as 0 are given out in order, so that runs repeat.
class MemoryNetwork final : public Network {
 public:
  explicit MemoryNetwork(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  awaitable<Result<Stream>> connect(Endpoint to) override;
  Result<std::unique_ptr<Listener>> listen(Endpoint at) override;

  struct Backlog;

 private:
  asio::any_io_executor executor_;
  std::map<std::string, std::weak_ptr<Backlog>> listeners_;
  std::uint16_t next_port_ = 40'000;
};

}  // namespace stormlark
