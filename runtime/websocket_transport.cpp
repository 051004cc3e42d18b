#include "runtime/websocket_transport.h"

#include "runtime/completion.h"

#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/write.hpp>

namespace stormlark {

WebSocketTransport::WebSocketTransport(Clock& clock, Stream stream)
    : clock_(clock), stream_(std::move(stream)), last_received_(clock.now()) {}

void WebSocketTransport::read_some(asio::mutable_buffer to, IoHandler done) {
  auto executor = asio::get_associated_executor(done, get_executor());
  auto slot = asio::get_associated_cancellation_slot(done);
  auto note = [this, done = std::move(done)](error_code ec, std::size_t n) mutable {
    if (n > 0) last_received_ = clock_.now();
    std::move(done)(ec, n);
  };
  bytes().read_some(
      to, asio::bind_cancellation_slot(slot, asio::bind_executor(executor, std::move(note))));
}

void WebSocketTransport::write_some(asio::const_buffer from, IoHandler done) {
  if (muted_) return post_completion(get_executor(), std::move(done), error_code{}, from.size());
  const std::string_view bytes(static_cast<const char*>(from.data()), from.size());
  if (std::exchange(keeps_next_, false)) {
    kept_ = bytes;
    return post_completion(get_executor(), std::move(done), error_code{}, from.size());
  }
  const bool is_close = bytes.starts_with(close_opening);
  const auto rewritten = is_close && rewrite_close_ ? rewrite_close_(bytes) : std::nullopt;
  const bool last = is_close && ends_after_close_;
  if (kept_.empty() && !rewritten && !last) return this->bytes().write_some(from, std::move(done));
  std::string together = std::exchange(kept_, {});
  together += rewritten ? *rewritten : bytes;
  write_instead(std::move(together), from.size(), last, std::move(done));
}

void WebSocketTransport::write_instead(std::string bytes, std::size_t length, bool and_end,
                                       IoHandler done) {
  auto text = std::make_shared<std::string>(std::move(bytes));
  auto executor = asio::get_associated_executor(done, get_executor());
  auto slot = asio::get_associated_cancellation_slot(done);
  auto written = [this, text, length, and_end, executor, slot, done = std::move(done)](
                     error_code ec, std::size_t) mutable {
    if (ec || !and_end) return std::move(done)(ec, ec ? 0 : length);
    auto ended = [length, done = std::move(done)](error_code failed) mutable {
      std::move(done)(failed, length);
    };
    this->bytes().shutdown(
        asio::bind_cancellation_slot(slot, asio::bind_executor(executor, std::move(ended))));
  };
  asio::async_write(
      stream_, asio::buffer(*text),
      asio::bind_cancellation_slot(slot, asio::bind_executor(executor, std::move(written))));
}

awaitable<Result<bool>> WebSocketTransport::release() {
  const std::string kept = std::exchange(kept_, {});
  if (kept.empty()) co_return false;
  const auto written = co_await write_all(stream_, asio::buffer(kept));
  if (!written) co_return Result<bool>(boost::system::in_place_error, written.error());
  co_return true;
}

void WebSocketTransport::shutdown(EndHandler done) {
  if (!muted_) return bytes().shutdown(std::move(done));
  post_completion(get_executor(), std::move(done), error_code{});
}

}  // namespace stormlark
