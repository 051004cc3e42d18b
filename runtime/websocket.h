#pragma once

#include "runtime/clock.h"
#include "runtime/http.h"
#include "runtime/stream.h"
#include "runtime/url.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace stormlark {

/// One WebSocket (RFC 6455), client or server. Reads answer Ping with Pong and Close with Close.
/// One `read` at a time; sends may overlap and leave in order. A read or send that is cancelled
/// ends the link, because part of a frame may have passed. Nothing here has a deadline, except
/// `close`; `abort` and the destructor end what is in flight.
class WebSocket {
 public:
  struct Close {
    std::uint16_t code = 1000;
    std::string reason = {};  ///< at most 123 bytes, the rest is left out
  };

  struct Options {
    std::size_t message_bytes_max = 1U << 20;  ///< a larger message closes the link with 1009
    Clock::duration close_timeout = 1s;        ///< bound on the closing handshake
    bool permessage_deflate = false;           ///< offered by clients, accepted by servers
    /// Server: 101 leaves with the first message, in one write, or with `release_answer`.
    bool answer_waits = false;
    /// Server: the sending side ends right after our Close, not when the peer's has come.
    bool ends_after_close = false;
    /// Server: what a peer's Close is answered with; its own code when there is none.
    std::optional<Close> close_answer = {};
  };

  struct Message {
    bool binary = true;
    std::string bytes;
  };

  /// Why the last `read` ended, for logs and histories.
  struct End {
    std::uint16_t close_code = 0;  ///< of the peer's Close (1005: it had none); 0 when none came
    std::string close_reason;
    /// `websocket_closed` after a Close, `message_size` after a message that was too large.
    error_code transport;
  };

  WebSocket() = default;
  WebSocket(WebSocket&&) noexcept;
  WebSocket& operator=(WebSocket&&) noexcept;
  ~WebSocket();
  explicit operator bool() const { return impl_ != nullptr; }

  /// The next text or binary message. Fails when the link ended; `end()` then says how.
  awaitable<Result<Message>> read();
  awaitable<Result<void>> send_binary(std::string bytes);
  awaitable<Result<void>> send_text(std::string text);
  awaitable<Result<void>> ping();

  /// Sends a 101 that still waits for the first message; false where none does.
  awaitable<Result<bool>> release_answer();

  /// Sends what is queued and Close, waits for the peer's, at most `close_timeout` in all, and
  /// closes the transport. A read that is pending ends.
  awaitable<void> close(std::uint16_t code = 1000, std::string reason = {});
  /// Sends Close and nothing after it, and leaves the transport open: the misbehaviour of some
  /// servers. `read` then ends with the transport, not with the peer's Close.
  awaitable<Result<void>> send_close_only(std::uint16_t code);
  /// Drops the transport at once, without a closing handshake; with a reset when asked.
  void abort(bool with_reset = false);

  /// When the last byte of any frame, control frames included, arrived.
  Clock::time_point last_received() const;
  const End& end() const;
  Stream& transport();

  struct Impl;
  explicit WebSocket(std::shared_ptr<Impl> impl);

 private:
  std::shared_ptr<Impl> impl_;
};

/// What a server answered to an upgrade request that it did not accept.
struct UpgradeRefusal {
  unsigned status = 0;
  HttpFields fields;
};

/// Performs the client's opening handshake over `transport`. On a refusal the result is
/// `upgrade_refused` and `refusal` holds the answer.
awaitable<Result<WebSocket>> upgrade(Clock& clock, Stream transport, Url url, HttpFields fields,
                                     WebSocket::Options options, UpgradeRefusal& refusal);

/// Performs the server's side for a request already read from `transport`.
awaitable<Result<WebSocket>> accept_upgrade(Clock& clock, Stream transport, HttpRequest request,
                                            WebSocket::Options options);

}  // namespace stormlark
