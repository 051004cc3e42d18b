#include "runtime/http_connection.h"

#include "runtime/errors.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace stormlark {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view invitation = "HTTP/1.1 100 Continue\r\n\r\n";

error_code translated(error_code ec) {
  static const auto& http_category = make_error_code(http::error::bad_version).category();
  if (ec.category() != http_category) return ec;
  if (ec == http::error::end_of_stream || ec == http::error::partial_message) {
    return asio::error::eof;
  }
  const bool too_large = ec == http::error::body_limit || ec == http::error::header_limit ||
                         ec == http::error::buffer_overflow;
  return too_large ? error_code(asio::error::message_size) : RuntimeErrc::not_http;
}

template <bool is_request>
HttpFields fields_of(const http::message<is_request, http::string_body>& message) {
  HttpFields fields;
  for (const auto& field : message) fields.add(field.name_string(), field.value());
  return fields;
}

bool expects_invitation(const http::fields& fields) {
  return boost::beast::iequals(fields[http::field::expect], "100-continue");
}

bool is_interim(unsigned status) {
  return status / 100 == 1 && status != 101;
}

}  // namespace

template <class Parser>
awaitable<Result<void>> HttpConnection::read_message(Parser& parser) {
  auto buffer = asio::dynamic_buffer(ahead_);
  auto [ec, n] = co_await http::async_read(stream_, buffer, parser, use_tuple);
  heard_ = heard_ || n > 0 || parser.got_some();
  if (ec) co_return translated(ec);
  co_return Result<void>();
}

awaitable<Result<HttpConnection::Received<HttpRequest>>> HttpConnection::read_request(
    std::size_t body_bytes_max) {
  http::request_parser<http::string_body> parser;
  parser.body_limit(body_bytes_max);
  parser.eager(true);
  auto buffer = asio::dynamic_buffer(ahead_);
  for (bool invited = false; !parser.is_done();) {
    auto [ec, n] = co_await http::async_read_some(stream_, buffer, parser, use_tuple);
    heard_ = heard_ || n > 0 || parser.got_some();
    if (ec) co_return translated(ec);
    const bool waits = !invited && parser.is_header_done() && !parser.is_done();
    if (!waits || !expects_invitation(parser.get())) continue;
    const auto written = co_await write_all(stream_, asio::buffer(invitation));
    if (!written) co_return written.error();
    invited = true;
  }

  auto& message = parser.get();
  Received<HttpRequest> received;
  received.keep_alive = message.keep_alive();
  received.message.method = message.method_string();
  received.message.target = message.target();
  received.message.fields = fields_of(message);
  received.message.body = std::move(message.body());
  co_return received;
}

awaitable<Result<HttpConnection::Received<HttpResponse>>> HttpConnection::read_response(
    Body body, std::size_t body_bytes_max) {
  for (;;) {
    http::response_parser<http::string_body> parser;
    parser.body_limit(body_bytes_max);
    parser.skip(body == Body::none);
    const auto read = co_await read_message(parser);
    if (!read) co_return read.error();

    auto& message = parser.get();
    if (is_interim(message.result_int())) continue;
    Received<HttpResponse> received;
    received.keep_alive = parser.keep_alive();
    received.message.status = message.result_int();
    received.message.fields = fields_of(message);
    received.message.body = std::move(message.body());
    co_return received;
  }
}

awaitable<Result<void>> HttpConnection::write(std::string wire) {
  heard_ = false;
  const auto written = co_await write_all(stream_, asio::buffer(wire));
  co_return written;
}

Result<Stream> HttpConnection::release() {
  if (has_read_ahead()) return RuntimeErrc::read_ahead;
  return std::move(stream_);
}

}  // namespace stormlark
