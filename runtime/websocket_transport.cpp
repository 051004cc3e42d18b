#include "runtime/websocket_transport.h"

#include "runtime/completion.h"

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
  if (std::exchange(keeps_next_, false)) {
    kept_.assign(static_cast<const char*>(from.data()), from.size());
    return post_completion(get_executor(), std::move(done), error_code{}, from.size());
  }
  if (kept_.empty()) return bytes().write_some(from, std::move(done));
  write_with_kept(from, std::move(done));
}

void WebSocketTransport::write_with_kept(asio::const_buffer from, IoHandler done) {
  auto together = std::make_shared<std::string>(std::exchange(kept_, {}));
  together->append(static_cast<const char*>(from.data()), from.size());
  auto executor = asio::get_associated_executor(done, get_executor());
  auto slot = asio::get_associated_cancellation_slot(done);
  auto note = [together, n = from.size(), done = std::move(done)](
                  error_code ec, std::size_t) mutable { std::move(done)(ec, ec ? 0 : n); };
  asio::async_write(
      stream_, asio::buffer(*together),
      asio::bind_cancellation_slot(slot, asio::bind_executor(executor, std::move(note))));
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
