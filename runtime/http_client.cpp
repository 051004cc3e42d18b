#include "runtime/http_client.h"

#include "runtime/http_connection.h"
#include "runtime/timeout.h"

#include <iterator>

namespace stormlark {
namespace {

// Adds what every request needs and the caller has not set.
void complete(HttpRequest& request, const Url& origin, const std::string& user_agent) {
  if (!request.fields.has("Host")) request.fields.add("Host", origin.authority());
  if (!request.fields.has("User-Agent")) request.fields.add("User-Agent", user_agent);
  const bool wants_body = request.method == "POST" || request.method == "PUT" ||
                          request.method == "PATCH" || !request.body.empty();
  if (wants_body) request.fields.add("Content-Length", std::to_string(request.body.size()));
}

}  // namespace

struct HttpClient::Connection {
  explicit Connection(Stream stream) : http(std::move(stream)) {}

  HttpConnection http;
  Clock::time_point idle_since{};
};

HttpClient::HttpClient(Clock& clock, const Dialer& dialer, Options options)
    : clock_(clock), dialer_(dialer), options_(std::move(options)) {}

HttpClient::~HttpClient() = default;

awaitable<Result<HttpResponse>> HttpClient::send(Url origin, HttpRequest request) {
  complete(request, origin, options_.user_agent);
  return with_timeout(clock_, options_.timeout, exchange(std::move(origin), std::move(request)));
}

void HttpClient::forget_idle() {
  idle_.clear();
}

awaitable<Result<HttpResponse>> HttpClient::exchange(Url origin, HttpRequest request) {
  bool heard = false;
  auto kept = take_idle(origin.origin());
  if (kept) {
    auto response = co_await attempt(std::move(kept), origin.origin(), request, heard);
    if (response || heard) co_return response;
  }
  auto stream = co_await dial(origin);
  if (!stream) co_return stream.error();
  auto fresh = std::make_unique<Connection>(std::move(*stream));
  auto response = co_await attempt(std::move(fresh), origin.origin(), request, heard);
  co_return response;
}

awaitable<Result<Stream>> HttpClient::dial(const Url& origin) {
  if (!options_.dial_timeout) {
    auto stream = co_await dialer_.dial(origin);
    co_return stream;
  }
  auto stream = co_await with_timeout(clock_, *options_.dial_timeout, dialer_.dial(origin));
  // Told apart from a whole exchange that takes too long.
  const bool late = !stream && stream.error() == asio::error::timed_out;
  if (late) co_return error_code(asio::error::host_unreachable);
  co_return stream;
}

// The connection survives only an exchange that left it in order.
awaitable<Result<HttpResponse>> HttpClient::attempt(ConnectionPtr connection, std::string origin,
                                                    const HttpRequest& request, bool& heard) {
  const auto written = co_await connection->http.write(to_wire(request));
  if (!written) co_return written.error();
  const auto body =
      request.method == "HEAD" ? HttpConnection::Body::none : HttpConnection::Body::announced;
  auto answer = co_await connection->http.read_response(body, options_.body_bytes_max);
  heard = connection->http.heard();
  if (!answer) co_return answer.error();
  if (answer->keep_alive && !connection->http.has_read_ahead()) {
    connection->idle_since = clock_.now();
    idle_.emplace(std::move(origin), std::move(connection));
  }
  co_return std::move(answer->message);
}

// The one used last is the likeliest to be alive; those idle for too long are dropped.
HttpClient::ConnectionPtr HttpClient::take_idle(const std::string& origin) {
  const auto stale_before = clock_.now() - options_.idle_max;
  std::erase_if(idle_, [&](const auto& kept) { return kept.second->idle_since < stale_before; });
  const auto [first, last] = idle_.equal_range(origin);
  if (first == last) return nullptr;
  const auto newest = std::prev(last);
  auto connection = std::move(newest->second);
  idle_.erase(newest);
  return connection;
}

}  // namespace stormlark
