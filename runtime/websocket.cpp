#include "runtime/websocket.h"

#include "runtime/errors.h"
#include "runtime/timeout.h"
#include "runtime/turnstile.h"
#include "runtime/websocket_transport.h"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace stormlark {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ws = boost::beast::websocket;

// Beast finds these two by their argument. It waits for the end of our sending side only: how long
// the peer may take for its own is for callers of WebSocket to decide.
template <class Handler>
void async_teardown(beast::role_type, Stream& stream, Handler&& handler) {
  stream.bytes().shutdown(std::forward<Handler>(handler));
}
void beast_close_socket(Stream& stream) {
  stream.close();
}

namespace {

// The room that a read takes while nothing comes, which is nearly always: an ack fits into it.
constexpr std::size_t waiting_bytes = 320;

// What fits into a control frame beside the code (RFC 6455, section 5.5).
constexpr std::size_t reason_bytes_max = 123;

// A server's Close frame: no mask, and a payload of code and reason.
std::string server_close(const WebSocket::Close& close) {
  const std::string reason = close.reason.substr(0, reason_bytes_max);
  const std::array<char, 4> opening{
      close_opening, static_cast<char>(reason.size() + sizeof close.code),
      static_cast<char>(close.code >> 8), static_cast<char>(close.code & 0xff)};
  return std::string(opening.data(), opening.size()) + reason;
}

error_code translated(error_code ec) {
  if (ec == ws::error::closed) return RuntimeErrc::websocket_closed;
  if (ec == ws::error::upgrade_declined) return RuntimeErrc::upgrade_refused;
  if (ec == ws::error::message_too_big) return asio::error::message_size;
  static const auto& http_category = make_error_code(http::error::bad_version).category();
  if (ec.category() == http_category) return RuntimeErrc::not_http;
  return ec;
}

}  // namespace

// Its coroutines hold a share of it, so that it lives until the last operation has ended.
struct WebSocket::Impl {
  using Ptr = std::shared_ptr<Impl>;
  enum class Frame { text, binary, ping };

  Impl(Clock& time, Stream stream, Options wanted)
      : Impl(time, std::make_unique<WebSocketTransport>(time, std::move(stream)), wanted) {}
  Impl(Clock& time, std::unique_ptr<WebSocketTransport> below, Options wanted);

  static awaitable<Result<Message>> read(Ptr self);
  static awaitable<Result<void>> send(Ptr self, Frame frame, std::string bytes);
  static awaitable<Result<bool>> release_answer(Ptr self);
  static awaitable<void> close(Ptr self, std::uint16_t code, std::string reason);
  static awaitable<Result<void>> send_close_only(Ptr self, std::uint16_t code);

  std::optional<std::string> in_our_words(std::string_view close) const;
  awaitable<Result<void>> closing_handshake(std::uint16_t code, std::string reason);
  awaitable<void> transport_ended();
  error_code ended(error_code why);
  void drop() { link.next_layer().close(); }

  Clock& clock;
  Options options;
  WebSocketTransport& transport;  // owned by `link`
  ws::stream<Stream, true> link;  // true: with permessage-deflate, where it is wanted
  Turnstile sending;
  bool closing = false;  ///< our Close was sent, or is being
  End end;
};

WebSocket::Impl::Impl(Clock& time, std::unique_ptr<WebSocketTransport> below, Options wanted)
    : clock(time),
      options(wanted),
      transport(*below),
      link(Stream(std::move(below))),
      sending(link.get_executor()) {
  link.set_option(
      ws::stream_base::timeout{ws::stream_base::none(), ws::stream_base::none(), false});
  link.read_message_max(options.message_bytes_max);
  link.auto_fragment(false);
  ws::permessage_deflate deflate;
  deflate.client_enable = deflate.server_enable = options.permessage_deflate;
  link.set_option(deflate);
}

// Keeps the first reason; the Close that the peer sent outranks what we saw of the transport.
error_code WebSocket::Impl::ended(error_code why) {
  if (end.transport) return end.transport;
  const ws::close_reason& reason = link.reason();
  if (reason.code != ws::close_code::none) why = ws::error::closed;
  why = translated(why);
  if (why == RuntimeErrc::websocket_closed) {
    const bool empty = reason.code == ws::close_code::none;
    end.close_code = empty ? ws::close_code::no_status : reason.code;
    end.close_reason.assign(reason.reason.data(), reason.reason.size());
  }
  end.transport = why;
  return why;
}

awaitable<Result<WebSocket::Message>> WebSocket::Impl::read(Ptr self) {
  Message message;
  auto buffer = asio::dynamic_buffer(message.bytes);
  auto [ec, n] = co_await self->link.async_read_some(buffer, waiting_bytes, use_tuple);
  if (!ec && !self->link.is_message_done()) {
    std::tie(ec, n) = co_await self->link.async_read(buffer, use_tuple);
  }
  if (!ec) {
    message.binary = self->link.got_binary();
    co_return message;
  }
  const error_code why = self->ended(ec);
  if (self->transport.muted()) co_await self->transport_ended();
  co_return why;
}

awaitable<void> WebSocket::Impl::transport_ended() {
  std::array<char, 1024> discarded;
  auto n = co_await read_some(link.next_layer(), asio::buffer(discarded));
  while (n) n = co_await read_some(link.next_layer(), asio::buffer(discarded));
}

awaitable<Result<void>> WebSocket::Impl::send(Ptr self, Frame frame, std::string bytes) {
  auto turn = self->sending.try_enter();
  if (!turn) {
    auto waited = co_await self->sending.enter();
    if (!waited) co_return waited.error();
    turn.emplace(std::move(*waited));
  }
  // Nothing may follow our Close; and one whose answer did not come in time leaves Beast's writing
  // locked for ever.
  if (self->closing) co_return asio::error::operation_aborted;
  error_code ec;
  if (frame == Frame::ping) {
    auto [ping_ec] = co_await self->link.async_ping({}, use_tuple);
    ec = ping_ec;
  } else {
    self->link.binary(frame == Frame::binary);
    auto [write_ec, n] = co_await self->link.async_write(asio::buffer(bytes), use_tuple);
    ec = write_ec;
  }
  if (!ec) co_return Result<void>();
  self->drop();
  co_return self->ended(ec);
}

awaitable<Result<bool>> WebSocket::Impl::release_answer(Ptr self) {
  const auto turn = co_await self->sending.enter();
  if (!turn) co_return Result<bool>(boost::system::in_place_error, turn.error());
  const auto released = co_await self->transport.release();
  co_return released;
}

awaitable<void> WebSocket::Impl::close(Ptr self, std::uint16_t code, std::string reason) {
  const auto closed = co_await with_timeout(self->clock, self->options.close_timeout,
                                            self->closing_handshake(code, std::move(reason)));
  self->ended(closed ? error_code(ws::error::closed) : closed.error());
  self->drop();
}

// Beast answers a Close that it has read with its code, in one write; an empty one with 1000. Its
// control callback would tell of the Close, but with one it may wait for ever beside our own.
std::optional<std::string> WebSocket::Impl::in_our_words(std::string_view close) const {
  std::uint16_t code = link.reason().code;
  if (code == ws::close_code::none) code = ws::close_code::normal;
  if (closing || close != server_close({code})) return std::nullopt;
  return server_close(*options.close_answer);
}

awaitable<Result<void>> WebSocket::Impl::closing_handshake(std::uint16_t code, std::string reason) {
  const auto turn = co_await sending.enter();
  if (!turn) co_return turn.error();
  closing = true;
  if (options.ends_after_close) transport.end_after_close();
  ws::close_reason said(code);
  said.reason = reason.substr(0, reason_bytes_max);
  auto [ec] = co_await link.async_close(said, use_tuple);
  if (ec) co_return ec;
  co_return Result<void>();
}

awaitable<Result<void>> WebSocket::Impl::send_close_only(Ptr self, std::uint16_t code) {
  const auto turn = co_await self->sending.enter();
  if (!turn) co_return turn.error();
  const auto released = co_await self->transport.release();
  if (!released) co_return released.error();
  self->transport.mute();
  const std::string frame = server_close({code});
  const auto sent = co_await write_all(self->transport.stream(), asio::buffer(frame));
  co_return sent;
}

WebSocket::WebSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebSocket::WebSocket(WebSocket&&) noexcept = default;

WebSocket& WebSocket::operator=(WebSocket&& other) noexcept {
  if (impl_) impl_->drop();
  impl_ = std::move(other.impl_);
  return *this;
}

WebSocket::~WebSocket() {
  if (impl_) impl_->drop();
}

awaitable<Result<WebSocket::Message>> WebSocket::read() {
  return Impl::read(impl_);
}

awaitable<Result<void>> WebSocket::send_binary(std::string bytes) {
  return Impl::send(impl_, Impl::Frame::binary, std::move(bytes));
}

awaitable<Result<void>> WebSocket::send_text(std::string text) {
  return Impl::send(impl_, Impl::Frame::text, std::move(text));
}

awaitable<Result<void>> WebSocket::ping() {
  return Impl::send(impl_, Impl::Frame::ping, {});
}

awaitable<Result<bool>> WebSocket::release_answer() {
  return Impl::release_answer(impl_);
}

awaitable<void> WebSocket::close(std::uint16_t code, std::string reason) {
  return Impl::close(impl_, code, std::move(reason));
}

awaitable<Result<void>> WebSocket::send_close_only(std::uint16_t code) {
  return Impl::send_close_only(impl_, code);
}

void WebSocket::abort(bool with_reset) {
  if (with_reset) impl_->link.next_layer().reset();
  impl_->drop();
}

Clock::time_point WebSocket::last_received() const {
  return impl_->transport.last_received();
}
const WebSocket::End& WebSocket::end() const {
  return impl_->end;
}
Stream& WebSocket::transport() {
  return impl_->link.next_layer();
}

awaitable<Result<WebSocket>> upgrade(Clock& clock, Stream transport, Url url, HttpFields fields,
                                     WebSocket::Options options, UpgradeRefusal& refusal) {
  const auto impl = std::make_shared<WebSocket::Impl>(clock, std::move(transport), options);
  impl->link.set_option(ws::stream_base::decorator([fields](ws::request_type& request) {
    request.set(http::field::connection, "Upgrade");
    request.erase(http::field::user_agent);
    for (const auto& [name, value] : fields) request.set(name, value);
  }));
  ws::response_type response;
  auto [ec] = co_await impl->link.async_handshake(response, url.authority(), url.target, use_tuple);
  if (ec == ws::error::upgrade_declined) {
    refusal.status = response.result_int();
    for (const auto& field : response) refusal.fields.add(field.name_string(), field.value());
  }
  if (ec) co_return translated(ec);
  co_return WebSocket(impl);
}

awaitable<Result<WebSocket>> accept_upgrade(Clock& clock, Stream transport, HttpRequest request,
                                            WebSocket::Options options) {
  http::request<http::empty_body> opening;
  opening.version(11);
  opening.method_string(request.method);
  opening.target(request.target);
  for (const auto& [name, value] : request.fields) opening.insert(name, value);

  const auto impl = std::make_shared<WebSocket::Impl>(clock, std::move(transport), options);
  // Some clients (OkHttp) insist on this one token, others on its case.
  impl->link.set_option(ws::stream_base::decorator([](ws::response_type& response) {
    if (response.result() != http::status::switching_protocols) return;
    response.set(http::field::connection, "Upgrade");
  }));
  if (options.answer_waits) impl->transport.keep_first_write();
  if (options.close_answer) {
    impl->transport.rewrite_close(
        [self = impl.get()](std::string_view close) { return self->in_our_words(close); });
  }
  auto [ec] = co_await impl->link.async_accept(opening, use_tuple);
  if (ec) co_return ec;
  co_return WebSocket(impl);
}

}  // namespace stormlark
