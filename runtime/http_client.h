#pragma once

#include "runtime/clock.h"
#include "runtime/dialer.h"
#include "runtime/http.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace stormlark {

/// HTTP/1.1 with keep-alive: idle connections are kept per origin and used again. A request that
/// fails on a kept connection before any byte of its response arrived is sent once more on a fresh
/// one, because the server may close an idle connection at any time. Redirects are not followed.
class HttpClient {
 public:
  struct Options {
    Clock::duration timeout = 10s;  ///< whole exchange: dial, request, response
    /// Of it for the dial; one that takes longer fails with `host_unreachable`.
    std::optional<Clock::duration> dial_timeout{};
    std::size_t body_bytes_max = 16U << 20;  ///< larger responses fail with `message_size`
    Clock::duration idle_max = 30s;          ///< older idle connections are not used again
    std::string user_agent = "stormlark";
  };

  HttpClient(Clock& clock, const Dialer& dialer, Options options);
  ~HttpClient();

  /// One exchange with the server of `origin`, whose own target does not matter. Any status is a
  /// success here; failures are those of the transport.
  awaitable<Result<HttpResponse>> send(Url origin, HttpRequest request);

  /// Drops the idle connections; for use after a failure that may have poisoned them.
  void forget_idle();

 private:
  struct Connection;
  using ConnectionPtr = std::unique_ptr<Connection>;

  awaitable<Result<HttpResponse>> exchange(Url origin, HttpRequest request);
  awaitable<Result<Stream>> dial(const Url& origin);
  awaitable<Result<HttpResponse>> attempt(ConnectionPtr connection, std::string origin,
                                          const HttpRequest& request, bool& heard);
  ConnectionPtr take_idle(const std::string& origin);

  Clock& clock_;
  const Dialer& dialer_;
  Options options_;
  std::multimap<std::string, ConnectionPtr> idle_;
};

}  // namespace stormlark
