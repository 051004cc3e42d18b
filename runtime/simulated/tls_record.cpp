#include "runtime/simulated/tls_record.h"

#include <array>

#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/tls1.h>

namespace stormlark {
namespace {

constexpr unsigned char alert = 21;
constexpr unsigned char handshake = 22;
constexpr unsigned char version = 3;
constexpr std::size_t head_bytes = 5;

error_code tls_error(int reason) {
  return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, reason)), asio::error::get_ssl_category()};
}

awaitable<Result<void>> write_record(Stream& stream, unsigned char type, std::string body) {
  const auto size = static_cast<std::uint16_t>(body.size());
  std::string record;
  for (const int byte : {int{type}, int{version}, int{version}, size >> 8, size & 0xff}) {
    record += static_cast<char>(byte);
  }
  record += body;
  const auto written = co_await write_all(stream, asio::buffer(record));
  co_return written;
}

awaitable<Result<void>> read_exactly(Stream& stream, asio::mutable_buffer to) {
  while (to.size() > 0) {
    const auto n = co_await read_some(stream, to);
    if (!n) {
      const bool cut_short = n.error() == asio::error::eof;
      co_return cut_short ? error_code(asio::ssl::error::stream_truncated) : n.error();
    }
    to += *n;
  }
  co_return Result<void>();
}

}  // namespace

awaitable<Result<void>> write_handshake(Stream& stream, std::string body) {
  return write_record(stream, handshake, std::move(body));
}

awaitable<Result<void>> write_alert(Stream& stream) {
  return write_record(stream, alert, {});
}

awaitable<Result<std::string>> read_handshake(Stream& stream) {
  std::array<unsigned char, head_bytes> head{};
  const auto began = co_await read_exactly(stream, asio::buffer(head));
  if (!began) co_return began.error();
  if (head[0] == alert) co_return tls_error(SSL_AD_REASON_OFFSET + SSL_AD_BAD_CERTIFICATE);
  if (head[0] != handshake || head[1] != version) co_return tls_error(SSL_R_WRONG_VERSION_NUMBER);
  std::string body((std::size_t{head[3]} << 8) + head[4], '\0');
  const auto read = co_await read_exactly(stream, asio::buffer(body));
  if (!read) co_return read.error();
  co_return body;
}

}  // namespace stormlark
