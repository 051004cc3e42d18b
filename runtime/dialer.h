#pragma once

#include "runtime/network.h"
#include "runtime/tls.h"
#include "runtime/url.h"

#include <optional>
#include <string>

namespace stormlark {

/// How to reach an origin: directly, or through a forward proxy by CONNECT; with TLS for https/wss.
/// Shared by HTTP calls and WebSocket dials, so that both take the same road.
class Dialer {
 public:
  struct Options {
    std::optional<Endpoint> proxy;           ///< forward proxy for HTTP CONNECT
    std::optional<std::string> proxy_basic;  ///< `user:password` for Proxy-Authorization
  };

  Dialer(Network& network, TlsClient tls, Options options);

  /// A stream to the origin of `url`, ready for HTTP. Without a deadline of its own. A proxy that
  /// does not open the way is `tunnel_refused` or `proxy_auth_required`.
  awaitable<Result<Stream>> dial(Url url) const;

 private:
  awaitable<Result<Stream>> reach(Endpoint origin) const;
  awaitable<Result<Stream>> tunnel(Stream to_proxy, Endpoint target) const;

  Network& network_;
  TlsClient tls_;
  Options options_;
};

}  // namespace stormlark
