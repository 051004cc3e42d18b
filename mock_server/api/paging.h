#pragma once

#include "mock_server/api/routes.h"

#include <cstddef>
#include <optional>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// The stretch of a list that `page_size` (1 to 50, 20 where it names none) and `page_token` ask
/// for, the end excluded.
struct Page {
  std::size_t first = 0;
  std::size_t end = 0;
  std::size_t total = 0;

  /// `{items, has_more, page_token}`; the token only where more follows.
  boost::json::object with(boost::json::array items) const;
};

/// Nothing for a token that is none of ours.
std::optional<Page> page_of(const ApiCall& call, std::size_t total);

}  // namespace stormlark::mock
