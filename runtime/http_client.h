#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "runtime/http.h"
#include "runtime/network.h"
#include "runtime/tls.h"
#include "runtime/url.h"

namespace stormlark {

/// How to reach an origin: directly, or through a forward proxy by CONNECT; with TLS for https/wss.
/// Shared by HTTP calls and WebSocket dials, so that both take the same road.
class Dialer {
 public:
  struct Options {
    std::optional<Endpoint> proxy;            ///< forward proxy for HTTP CONNECT
    std::optional<std::string> proxy_basic;   ///< `user:password` for Proxy-Authorization
  };

  Dialer(Network& network, TlsClient tls, Options options);

  /// A stream to the origin of `url`, ready for HTTP. Without a deadline of its own.
  awaitable<Result<Stream>> dial(Url url) const;

 private:
  awaitable<Result<Stream>> tunnel(Stream to_proxy, Endpoint target) const;

  Network& network_;
  TlsClient tls_;
  Options options_;
};

/// HTTP/1.1 with keep-alive: idle connections are kept per origin and used again. A request that
/// fails on a kept connection before any byte of its response arrived is sent once more on a fresh
/// one, because the server may close an idle connection at any time.
class HttpClient {
 public:
  struct Options {
    Clock::duration timeout = 10s;           ///< whole exchange: dial, request, response
    std::size_t body_bytes_max = 16U << 20;  ///< larger responses fail with `message_size`
    Clock::duration idle_max = 30s;          ///< older idle connections are not used again
    std::string user_agent = "stormlark";
  };

  HttpClient(Clock& clock, const Dialer& dialer, Options options);
  ~HttpClient();

  /// One exchange. Any status is a success here; failures are those of the transport.
  awaitable<Result<HttpResponse>> send(Url origin, HttpRequest request);

  /// Drops the idle connections; for use after a failure that may have poisoned them.
  void forget_idle();

 private:
  struct Connection;
  awaitable<Result<HttpResponse>> exchange(Url origin, HttpRequest request);
  awaitable<Result<HttpResponse>> attempt(Connection& connection, const HttpRequest& request,
                                          bool& response_began);
  std::unique_ptr<Connection> take_idle(const std::string& origin);

  Clock& clock_;
  const Dialer& dialer_;
  Options options_;
  std::multimap<std::string, std::unique_ptr<Connection>> idle_;
};

}  // namespace stormlark
