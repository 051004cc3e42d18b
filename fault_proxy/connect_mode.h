#pragma once

#include "runtime/clock.h"
#include "runtime/network.h"

#include <string>

namespace stormlark::proxy {

/// A client's wish to have a tunnel opened, by HTTP CONNECT.
struct TunnelRequest {
  unsigned status = 200;  ///< else: no tunnel can be opened, answer this
  Endpoint target;
  std::string head;  ///< the request as it came
  std::string rest;  ///< what the client sent behind it, for the target
};

/// Reads the request. Fails when the client goes away or is silent for too long.
awaitable<Result<TunnelRequest>> read_tunnel_request(Clock& clock, Stream& client);

/// The answer to it: the tunnel is open (200), or why it is not.
std::string tunnel_answer(unsigned status);

}  // namespace stormlark::proxy
