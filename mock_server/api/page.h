#pragma once

#include "mock_server/api/routes.h"

#include <cstdint>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::mock {

/// Which part of a list a call wants to see, by its `page_size` and `page_token`.
struct Page {
  std::int64_t first = 0;
  std::int64_t last = 0;  ///< one behind the last
  bool more = false;

  /// `{items, has_more, page_token}`.
  boost::json::object of(boost::json::array items) const;
};

Page page_of(const ApiCall& call, std::size_t total, std::int64_t size_max);

}  // namespace stormlark::mock
