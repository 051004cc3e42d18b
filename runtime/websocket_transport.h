#pragma once

#include "runtime/clock.h"
#include "runtime/stream.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace stormlark {

/// How a Close frame begins: FIN and opcode 8 (RFC 6455, section 5.2).
inline constexpr char close_opening = '\x88';

/// The bytes below a WebSocket. Notes when some arrive, which a WebSocket library does not tell of
/// frames that it answers itself, and can be told to close in another way than the library does.
class WebSocketTransport final : public ByteStream {
 public:
  WebSocketTransport(Clock& clock, Stream stream);

  Clock::time_point last_received() const { return last_received_; }
  /// From now on writes and shutdown are swallowed; `stream()` is not.
  void mute() { muted_ = true; }
  bool muted() const { return muted_; }
  /// Keeps what is written next, and sends it in one piece with what is written after that.
  void keep_first_write() { keeps_next_ = true; }
  /// Sends what is kept without waiting for more; false where nothing is.
  awaitable<Result<bool>> release();
  /// The sending side ends with the Close that is written next; no data may be on its way.
  void end_after_close() { ends_after_close_ = true; }
  /// Asked of each Close that is written: what is to be written in its place, or nothing.
  using Rewrite = std::function<std::optional<std::string>(std::string_view close)>;
  void rewrite_close(Rewrite rewrite) { rewrite_close_ = std::move(rewrite); }
  Stream& stream() { return stream_; }

  asio::any_io_executor get_executor() override { return stream_.get_executor(); }
  void read_some(asio::mutable_buffer to, IoHandler done) override;
  void write_some(asio::const_buffer from, IoHandler done) override;
  void shutdown(EndHandler done) override;
  void close() override { stream_.close(); }
  void reset() override { stream_.reset(); }

 private:
  /// Completes as the write of `length` bytes, whatever the length of `bytes` is.
  void write_instead(std::string bytes, std::size_t length, bool and_end, IoHandler done);
  ByteStream& bytes() const { return const_cast<Stream&>(stream_).bytes(); }

  Clock& clock_;
  Stream stream_;
  Clock::time_point last_received_;
  bool muted_ = false;
  bool keeps_next_ = false;
  std::string kept_;
  bool ends_after_close_ = false;
  Rewrite rewrite_close_;
};

}  // namespace stormlark
