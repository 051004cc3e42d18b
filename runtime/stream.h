#pragma once

#include "runtime/result.h"

#include <memory>
#include <vector>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>

namespace stormlark {

/// One byte stream: TCP, TLS or simulated. At most one read and one write at a time.
class ByteStream {
 public:
  using IoHandler = asio::any_completion_handler<void(error_code, std::size_t)>;
  using EndHandler = asio::any_completion_handler<void(error_code)>;

  virtual ~ByteStream() = default;
  virtual asio::any_io_executor get_executor() = 0;
  virtual void read_some(asio::mutable_buffer to, IoHandler done) = 0;
  virtual void write_some(asio::const_buffer from, IoHandler done) = 0;

  /// Ends the sending side: FIN on TCP, close_notify and FIN on TLS. The peer may go on sending.
  virtual void shutdown(EndHandler done) = 0;
  /// Gives the stream up; operations in flight end with `operation_aborted`, the peer sees FIN.
  virtual void close() = 0;
  /// As `close()`, but the peer sees a reset and unsent bytes are dropped.
  virtual void reset() = 0;
};

/// The value type given to Beast: models its AsyncStream over any ByteStream, so that WebSocket and
/// HTTP code is instantiated once for all kinds of stream.
class Stream {
 public:
  using executor_type = asio::any_io_executor;

  Stream() = default;
  explicit Stream(std::unique_ptr<ByteStream> bytes) : bytes_(std::move(bytes)) {}

  executor_type get_executor() { return bytes_->get_executor(); }
  ByteStream& bytes() { return *bytes_; }
  explicit operator bool() const { return bytes_ != nullptr; }

  void close() {
    if (bytes_) bytes_->close();
  }
  void reset() {
    if (bytes_) bytes_->reset();
  }

  template <class MutableBufferSequence, class Token>
  auto async_read_some(const MutableBufferSequence& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this](auto handler, asio::mutable_buffer to) {
          bytes_->read_some(to, std::move(handler));
        },
        token, first_of<asio::mutable_buffer>(buffers));
  }

  template <class ConstBufferSequence, class Token>
  auto async_write_some(const ConstBufferSequence& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this](auto handler, asio::const_buffer from) {
          bytes_->write_some(from, std::move(handler));
        },
        token, joined(buffers));
  }

 private:
  // Buffers up to this size are joined into one write, so that a WebSocket header and its payload
  // leave in one segment.
  static constexpr std::size_t joined_bytes_max = 64 * 1024;

  template <class Buffer, class Sequence>
  static Buffer first_of(const Sequence& buffers) {
    for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers);
         ++it) {
      const Buffer buffer(*it);
      if (buffer.size() > 0) return buffer;
    }
    return {};
  }

  template <class Sequence>
  asio::const_buffer joined(const Sequence& buffers) {
    const std::size_t total = asio::buffer_size(buffers);
    const auto first = first_of<asio::const_buffer>(buffers);
    if (first.size() == total || total > joined_bytes_max) return first;
    pending_.resize(total);
    asio::buffer_copy(asio::buffer(pending_), buffers);
    return asio::buffer(pending_);
  }

  std::unique_ptr<ByteStream> bytes_;
  std::vector<char> pending_;
};

/// Reads up to `to.size()` bytes; `asio::error::eof` at the end of the stream.
awaitable<Result<std::size_t>> read_some(Stream& stream, asio::mutable_buffer to);
/// Writes everything.
awaitable<Result<void>> write_all(Stream& stream, asio::const_buffer from);
/// Ends the sending side.
awaitable<Result<void>> shutdown_send(Stream& stream);

}  // namespace stormlark
