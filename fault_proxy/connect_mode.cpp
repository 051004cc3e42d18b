#include "fault_proxy/connect_mode.h"

#include "runtime/http.h"
#include "runtime/timeout.h"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace stormlark::proxy {

namespace http = boost::beast::http;

namespace {

constexpr std::size_t head_bytes_max = 16 * 1024;
constexpr auto request_limit = 30s;
constexpr std::string_view end_of_head = "\r\n\r\n";

bool read_target(std::string_view text, Endpoint& target) {
  const auto endpoint = parse_endpoint(text);
  if (!endpoint || endpoint->port == 0) return false;
  target = *endpoint;
  return true;
}

void read_head(TunnelRequest& request) {
  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(request.head.size()));  // which is bounded
  error_code malformed;
  parser.put(asio::buffer(request.head), malformed);
  const auto& asked = parser.get();
  if (malformed) {
    request.status = 400;
  } else if (asked.method() != http::verb::connect) {
    request.status = 405;
  } else if (!read_target(asked.target(), request.target)) {
    request.status = 400;
  }
}

awaitable<Result<TunnelRequest>> read_request(Stream& client) {
  TunnelRequest request;
  std::array<char, 4096> buffer;
  for (;;) {
    const auto n = co_await read_some(client, asio::buffer(buffer));
    if (!n) co_return n.error();
    request.head.append(buffer.data(), *n);
    const std::size_t end = request.head.find(end_of_head);
    if (end != std::string::npos) {
      request.rest = request.head.substr(end + end_of_head.size());
      request.head.resize(end + end_of_head.size());
      read_head(request);
      co_return request;
    }
    if (request.head.size() > head_bytes_max) {
      request.status = 431;
      co_return request;
    }
  }
}

}  // namespace

awaitable<Result<TunnelRequest>> read_tunnel_request(Clock& clock, Stream& client) {
  return with_timeout(clock, request_limit, read_request(client));
}

std::string tunnel_answer(unsigned status) {
  HttpResponse answer{.status = status, .fields = {}, .body = {}};
  if (status == 405) answer.fields.add("Allow", "CONNECT");
  if (status == 407) answer.fields.add("Proxy-Authenticate", "Basic realm=\"stormlark\"");
  if (status != 200) {
    answer.fields.add("Content-Length", "0");
    answer.fields.add("Connection", "close");
  }
  return to_wire(answer);
}

}  // namespace stormlark::proxy
