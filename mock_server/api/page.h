#pragma once

#include "mock_server/api/routes.h"

#include <cstddef>
#include <optional>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::mock {

/// The stretch of a list that a call's `page_size` and `page_token` ask for, the end excluded.
struct Page {
  std::size_t first = 0;
  std::size_t end = 0;
  std::size_t total = 0;

  /// `{items, has_more, page_token}`, or another word for the first; the token only where more
  /// follows.
  boost::json::object with(boost::json::array items, std::string_view word = "items") const;
};

/// `size` items from where the token says; nothing for a token that is none of ours.
std::optional<Page> page_of(std::size_t total, std::size_t size, const std::string& token);

/// Twenty items where the call names no size, and never more than `size_max`. Nothing for a token
/// that is none of ours.
std::optional<Page> page_of(const ApiCall& call, std::size_t total, std::int64_t size_max = 50);

}  // namespace stormlark::mock
