#pragma once

#include <functional>
#include <variant>

#include "runtime/clock.h"
#include "runtime/http.h"
#include "runtime/websocket.h"

namespace stormlark {

/// Ends the connection without an answer, as a platform that dies after taking a request does.
struct DropConnection {
  bool reset = false;  ///< RST instead of FIN
};

/// Answers 101 and hands the WebSocket to `serve`; the connection ends when that returns.
struct UpgradeToWebSocket {
  std::function<awaitable<void>(WebSocket)> serve;
  WebSocket::Options options;
};

using HttpOutcome = std::variant<HttpResponse, DropConnection, UpgradeToWebSocket>;
using HttpHandler = std::function<awaitable<HttpOutcome>(HttpRequest)>;

struct HttpServerOptions {
  std::size_t body_bytes_max = 32U << 20;  ///< larger requests are answered 413
  Clock::duration header_timeout = 30s;    ///< from the first byte wanted to the request complete
};

/// Serves one connection until it ends: keep-alive, one request at a time. A request that is not
/// HTTP is answered 400 and the connection closed.
awaitable<void> serve_http(Clock& clock, Stream stream, const HttpHandler& handler,
                           HttpServerOptions options = {});

}  // namespace stormlark
