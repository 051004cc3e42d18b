#include "runtime/real/line_reader.h"

#include <algorithm>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

namespace stormlark {

awaitable<std::optional<std::string>> LineReader::next() {
  for (;;) {
    if (auto line = take_line()) co_return line;
    const auto [ec, n] = co_await pipe_.async_read_some(asio::buffer(chunk_), use_tuple);
    if (ec == asio::error::operation_aborted) co_return std::nullopt;
    if (ec) break;
    pending_.append(chunk_.data(), n);
  }
  searched_ = 0;
  if (pending_.empty()) co_return std::nullopt;
  co_return std::exchange(pending_, {});
}

std::optional<std::string> LineReader::take_line() {
  const std::size_t newline = std::min(pending_.find('\n', searched_), pending_.size());
  const std::size_t length = std::min(newline, line_bytes_max_);
  if (newline == pending_.size() && length < line_bytes_max_) {
    searched_ = pending_.size();
    return std::nullopt;
  }
  std::string line = pending_.substr(0, length);
  pending_.erase(0, length == newline ? length + 1 : length);
  searched_ = 0;
  return line;
}

}  // namespace stormlark
