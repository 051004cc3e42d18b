#pragma once

#include "runtime/clock.h"
#include "runtime/http.h"
#include "runtime/signal_flag.h"
#include "runtime/websocket.h"

#include <functional>
#include <memory>
#include <optional>
#include <variant>

namespace stormlark {

/// Ends the connection without an answer, as a platform that dies after taking a request does.
struct DropConnection {
  bool reset = false;  ///< RST instead of FIN
};

/// A response that is sent badly: so much of its body and then the end, or byte by byte.
struct PacedResponse {
  HttpResponse response;
  std::optional<std::size_t> body_bytes{};  ///< after these the connection ends
  Clock::duration gap{};                    ///< between two bytes; 0: all at once
  std::shared_ptr<SignalFlag> hurry{};      ///< when set, the rest is sent at once
};

/// Answers 101 and hands the WebSocket to `serve`; the connection ends when that returns. A request
/// that asks for no WebSocket is answered 400 instead.
struct UpgradeToWebSocket {
  std::function<awaitable<void>(WebSocket)> serve;
  WebSocket::Options options;
};

/// Where a body goes that is sent piece by piece.
class HttpBody {
 public:
  virtual ~HttpBody() = default;
  /// Fails when the client has gone, or does not take the piece within the write timeout.
  virtual awaitable<Result<void>> write(std::string piece) = 0;
};

/// Answers with a body whose length nobody knows yet: it ends when `send` returns, and the
/// connection with it.
struct StreamedResponse {
  unsigned status = 200;
  HttpFields fields;
  std::function<awaitable<void>(HttpBody&)> send;
};

/// A response's Content-Length and Connection fields are the server's to add.
using HttpOutcome =
    std::variant<HttpResponse, PacedResponse, DropConnection, UpgradeToWebSocket, StreamedResponse>;
/// May take as long as it likes; a client that leaves meanwhile is noticed when it is answered.
using HttpHandler = std::function<awaitable<HttpOutcome>(HttpRequest)>;

struct HttpServerOptions {
  std::size_t body_bytes_max = 32U << 20;  ///< larger requests are answered 413
  Clock::duration header_timeout = 30s;    ///< from the first byte wanted to the request complete
  Clock::duration write_timeout = 30s;     ///< for a client that does not read its answer
  Clock::duration linger = 1s;             ///< for a client to read a last answer and leave
};

/// Serves one connection until it ends: keep-alive, one request at a time. A request that is not
/// HTTP is answered 400 and the connection closed. `handler` must outlive the call.
awaitable<void> serve_http(Clock& clock, Stream stream, const HttpHandler& handler,
                           HttpServerOptions options = {});

}  // namespace stormlark
