#include "fault_proxy/connect_mode.h"

#include "runtime/timeout.h"

#include <array>

namespace stormlark::proxy {
namespace {

constexpr std::size_t head_bytes_max = 16 * 1024;
constexpr auto request_limit = 30s;
constexpr std::string_view end_of_head = "\r\n\r\n";

std::string_view reason(unsigned status) {
  switch (status) {
    case 200:
      return "Connection established";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 405:
      return "Method Not Allowed";
    case 407:
      return "Proxy Authentication Required";
    case 431:
      return "Request Header Fields Too Large";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Refused";
  }
}

bool read_target(std::string_view text, Endpoint& target) {
  const auto endpoint = parse_endpoint(text);
  if (!endpoint || endpoint->port == 0) return false;
  target = *endpoint;
  return true;
}

// The request line is `METHOD target HTTP/1.x`.
void read_request_line(std::string_view line, TunnelRequest& request) {
  const std::size_t first = line.find(' ');
  const std::size_t second = line.find(' ', first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos || !line.substr(second + 1).starts_with("HTTP/1.")) {
    request.status = 400;
  } else if (line.substr(0, first) != "CONNECT") {
    request.status = 405;
  } else if (!read_target(line.substr(first + 1, second - first - 1), request.target)) {
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
      read_request_line(request.head.substr(0, request.head.find("\r\n")), request);
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
  std::string answer = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status));
  if (status == 200) return answer + "\r\n\r\n";
  if (status == 405) answer += "\r\nAllow: CONNECT";
  if (status == 407) answer += "\r\nProxy-Authenticate: Basic realm=\"stormlark\"";
  return answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

}  // namespace stormlark::proxy
