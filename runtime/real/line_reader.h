#pragma once

#include "runtime/result.h"

#include <array>
#include <optional>
#include <string>

#include <boost/asio/posix/stream_descriptor.hpp>

namespace stormlark {

/// The lines of a pipe, one reader at a time.
class LineReader {
 public:
  LineReader(asio::posix::stream_descriptor pipe, std::size_t line_bytes_max)
      : pipe_(std::move(pipe)), line_bytes_max_(line_bytes_max) {}

  /// The next line without its newline, or a piece of one that is too long. A last line needs no
  /// newline. Nothing at the end, or when cancelled; what was read until then is kept.
  awaitable<std::optional<std::string>> next();

 private:
  std::optional<std::string> take_line();

  asio::posix::stream_descriptor pipe_;
  std::size_t line_bytes_max_;
  std::string pending_;
  std::size_t searched_ = 0;  // so far no newline in `pending_`
  std::array<char, 16 * 1024> chunk_;
};

}  // namespace stormlark
