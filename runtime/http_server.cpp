#include "runtime/http_server.h"

#include "runtime/errors.h"
#include "runtime/http_connection.h"
#include "runtime/stall_timer.h"
#include "runtime/timeout.h"

#include <array>

#include <boost/asio/error.hpp>
#include <boost/beast/core/string.hpp>

namespace stormlark {
namespace {

using ReceivedRequest = HttpConnection::Received<HttpRequest>;

HttpResponse plain_answer(unsigned status, std::string text) {
  return {status, {{"Content-Type", "text/plain"}}, std::move(text)};
}

// What a client is told whose request could not be read; nothing when it has gone or is too slow.
std::optional<HttpResponse> complaint(error_code why) {
  if (why == RuntimeErrc::not_http) return plain_answer(400, "This is not HTTP/1.1.\n");
  if (why == asio::error::message_size) return plain_answer(413, "The request is too large.\n");
  return std::nullopt;
}

bool wants_websocket(const HttpRequest& request) {
  return boost::beast::iequals(request.fields.get("Upgrade"), "websocket");
}

awaitable<Result<void>> read_to_end(Stream& stream) {
  std::array<char, 4096> discarded;
  for (;;) {
    const auto n = co_await read_some(stream, asio::buffer(discarded));
    if (!n) co_return n.error();
  }
}

awaitable<Result<void>> end_politely(Stream& stream) {
  const auto ended = co_await shutdown_send(stream);
  if (!ended) co_return ended;
  const auto drained = co_await read_to_end(stream);
  co_return drained;
}

/// What an upgraded connection has become.
struct Upgraded {
  WebSocket socket;
  std::function<awaitable<void>(WebSocket)> serve;
};

class HttpSession final : public HttpBody {
 public:
  HttpSession(Clock& clock, Stream stream, const HttpHandler& handler, HttpServerOptions options)
      : clock_(clock),
        http_(std::move(stream)),
        handler_(handler),
        options_(options),
        stalled_(clock, [this] { http_.stream().close(); }) {}

  /// Until the connection ends, or is no longer one of HTTP.
  awaitable<std::optional<Upgraded>> run();
  awaitable<Result<void>> write(std::string piece) override;

 private:
  enum class Next { request, end };

  awaitable<Next> serve(ReceivedRequest request);
  awaitable<Next> answer(HttpResponse response, const ReceivedRequest& request);
  awaitable<Next> send(HttpResponse response, bool with_body, bool keep_alive);
  awaitable<Next> send_paced(PacedResponse paced, bool keep_alive);
  awaitable<void> stream(StreamedResponse response);
  awaitable<void> end();
  awaitable<void> upgrade(UpgradeToWebSocket wanted, HttpRequest request);

  Clock& clock_;
  HttpConnection http_;
  const HttpHandler& handler_;
  HttpServerOptions options_;
  StallTimer stalled_;
  std::optional<Upgraded> upgraded_;
};

awaitable<std::optional<Upgraded>> HttpSession::run() {
  for (auto next = Next::request; next == Next::request;) {
    stalled_.arm(options_.header_timeout);
    auto request = co_await http_.read_request(options_.body_bytes_max);
    stalled_.disarm();
    if (request) {
      next = co_await serve(std::move(*request));
    } else {
      auto response = complaint(request.error());
      if (!response) co_return std::nullopt;
      next = co_await send(std::move(*response), true, false);
    }
  }
  co_return std::move(upgraded_);
}

awaitable<HttpSession::Next> HttpSession::serve(ReceivedRequest request) {
  auto outcome = co_await handler_(request.message);
  if (auto* response = std::get_if<HttpResponse>(&outcome)) {
    const auto next = co_await answer(std::move(*response), request);
    co_return next;
  }
  if (auto* paced = std::get_if<PacedResponse>(&outcome)) {
    const auto next = co_await send_paced(std::move(*paced), request.keep_alive);
    co_return next;
  }
  if (const auto* drop = std::get_if<DropConnection>(&outcome)) {
    drop->reset ? http_.stream().reset() : http_.stream().close();
    co_return Next::end;
  }
  if (auto* streamed = std::get_if<StreamedResponse>(&outcome)) {
    co_await stream(std::move(*streamed));
    co_return Next::end;
  }
  if (!wants_websocket(request.message)) {
    auto refusal = plain_answer(400, "This address is for WebSockets.\n");
    const auto next = co_await answer(std::move(refusal), request);
    co_return next;
  }
  auto& wanted = std::get<UpgradeToWebSocket>(outcome);
  co_await upgrade(std::move(wanted), std::move(request.message));
  co_return Next::end;
}

awaitable<HttpSession::Next> HttpSession::answer(HttpResponse response,
                                                 const ReceivedRequest& request) {
  return send(std::move(response), request.message.method != "HEAD", request.keep_alive);
}

awaitable<HttpSession::Next> HttpSession::send(HttpResponse response, bool with_body,
                                               bool keep_alive) {
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) response.fields.add("Content-Length", std::to_string(response.body.size()));
  if (!keep_alive) response.fields.add("Connection", "close");
  if (bodiless || !with_body) response.body.clear();

  const auto sent = co_await write(to_wire(response));
  if (sent && keep_alive) co_return Next::request;
  if (sent) co_await end();
  co_return Next::end;
}

awaitable<HttpSession::Next> HttpSession::send_paced(PacedResponse paced, bool keep_alive) {
  HttpResponse& response = paced.response;
  const bool whole = !paced.body_bytes || *paced.body_bytes >= response.body.size();
  response.fields.add("Content-Length", std::to_string(response.body.size()));
  if (!whole) response.body.resize(*paced.body_bytes);
  const std::string wire = to_wire(response);
  for (std::size_t sent = 0; sent < wire.size();) {
    const bool hurry =
        paced.gap == Clock::duration::zero() || !paced.hurry || paced.hurry->is_set();
    const std::size_t n = hurry ? wire.size() - sent : 1;
    const auto written = co_await write(wire.substr(sent, n));
    if (!written) co_return Next::end;
    sent += n;
    if (sent < wire.size()) co_await paced.hurry->wait_for(clock_, paced.gap);
  }
  const bool goes_on = whole && keep_alive;
  co_return goes_on ? Next::request : Next::end;
}

awaitable<Result<void>> HttpSession::write(std::string piece) {
  stalled_.arm(options_.write_timeout);
  const auto written = co_await http_.write(std::move(piece));
  stalled_.disarm();
  co_return written;
}

awaitable<void> HttpSession::stream(StreamedResponse response) {
  response.fields.add("Connection", "close");
  const auto began = co_await write(to_wire(HttpResponse{response.status, response.fields, {}}));
  if (!began) co_return;
  co_await response.send(*this);
  co_await end();
}

/// Bytes of the client that nobody reads would turn the close into a reset, which may overtake the
/// answer.
awaitable<void> HttpSession::end() {
  stalled_.arm(options_.linger);
  co_await end_politely(http_.stream());
}

awaitable<void> HttpSession::upgrade(UpgradeToWebSocket wanted, HttpRequest request) {
  auto stream = http_.release();
  if (!stream) co_return;
  auto accepted = co_await with_timeout(
      clock_, options_.write_timeout,
      accept_upgrade(clock_, std::move(*stream), std::move(request), wanted.options));
  if (accepted) upgraded_ = Upgraded{std::move(*accepted), std::move(wanted.serve)};
}

}  // namespace

awaitable<void> serve_http(Clock& clock, Stream stream, const HttpHandler& handler,
                           HttpServerOptions options) {
  auto session = std::make_unique<HttpSession>(clock, std::move(stream), handler, options);
  auto upgraded = co_await session->run();
  session.reset();  // a WebSocket may stay for days, and among thousands: nothing of HTTP is kept
  if (upgraded) co_await upgraded->serve(std::move(upgraded->socket));
}

}  // namespace stormlark
