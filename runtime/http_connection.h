#pragma once

#include "runtime/http.h"
#include "runtime/stream.h"

#include <string>

namespace stormlark {

/// One end of an HTTP/1.1 connection, client's or server's: a stream, and the bytes read ahead of
/// the message at hand. No deadlines of its own. Failures to read are those of the transport (`eof`
/// also inside a message), `not_http`, or `message_size` for what exceeds a bound.
class HttpConnection {
 public:
  template <class Message>
  struct Received {
    Message message;
    bool keep_alive = false;  ///< the sender will go on with this connection
  };

  /// Whether a response has the body that its fields announce.
  enum class Body { announced, none };

  explicit HttpConnection(Stream stream) : stream_(std::move(stream)) {}

  /// A client that waits to be asked for its body (`Expect: 100-continue`) is asked.
  awaitable<Result<Received<HttpRequest>>> read_request(std::size_t body_bytes_max);
  /// The next final response; interim ones (1xx) are passed over.
  awaitable<Result<Received<HttpResponse>>> read_response(Body body, std::size_t body_bytes_max);
  /// Sends a whole message, as it is.
  awaitable<Result<void>> write(std::string wire);

  /// Whether anything arrived since the last `write` began.
  bool heard() const { return heard_; }
  /// Whether bytes that belong to no message so far are here.
  bool has_read_ahead() const { return !ahead_.empty(); }
  Stream& stream() { return stream_; }
  /// Hands the stream to another protocol; fails with `read_ahead` when bytes of that are here.
  Result<Stream> release();

 private:
  template <class Parser>
  awaitable<Result<void>> read_message(Parser& parser);

  Stream stream_;
  std::string ahead_;
  bool heard_ = false;
};

}  // namespace stormlark
