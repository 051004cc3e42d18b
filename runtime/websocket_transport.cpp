#include "runtime/websocket_transport.h"

#include "runtime/completion.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>

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
  if (!muted_) return bytes().write_some(from, std::move(done));
  post_completion(get_executor(), std::move(done), error_code{}, from.size());
}

void WebSocketTransport::shutdown(EndHandler done) {
  if (!muted_) return bytes().shutdown(std::move(done));
  post_completion(get_executor(), std::move(done), error_code{});
}

}  // namespace stormlark
