#include "runtime/stream.h"

#include <boost/asio/write.hpp>

namespace stormlark {

awaitable<Result<std::size_t>> read_some(Stream& stream, asio::mutable_buffer to) {
  auto [ec, n] = co_await stream.async_read_some(to, use_tuple);
  if (ec) co_return ec;
  co_return n;
}

awaitable<Result<void>> write_all(Stream& stream, asio::const_buffer from) {
  auto [ec, n] = co_await asio::async_write(stream, from, use_tuple);
  if (ec) co_return ec;
  co_return Result<void>();
}

awaitable<Result<void>> shutdown_send(Stream& stream) {
  auto initiate = [&stream](auto handler) { stream.bytes().shutdown(std::move(handler)); };
  auto [ec] = co_await asio::async_initiate<decltype(use_tuple), void(error_code)>(
      std::move(initiate), use_tuple);
  if (ec) co_return ec;
  co_return Result<void>();
}

}  // namespace stormlark
