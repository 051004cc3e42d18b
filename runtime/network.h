#pragma once

#include "runtime/endpoint.h"
#include "runtime/stream.h"

#include <memory>

namespace stormlark {

/// A listening socket. Destroying it closes it.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual awaitable<Result<Stream>> accept() = 0;
  /// The address it is bound to, with the real port where port 0 was asked for.
  virtual Endpoint local_endpoint() const = 0;
  virtual void close() = 0;
};

/// The only way to the network.
class Network {
 public:
  virtual ~Network() = default;
  /// Resolves and connects. Without a deadline of its own: wrap in `with_timeout`.
  virtual awaitable<Result<Stream>> connect(Endpoint to) = 0;
  virtual Result<std::unique_ptr<Listener>> listen(Endpoint at) = 0;
};

}  // namespace stormlark
