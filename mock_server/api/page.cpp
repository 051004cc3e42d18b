#include "mock_server/api/page.h"

#include "protocol/json.h"

#include <algorithm>

namespace stormlark::mock {

namespace json = boost::json;
using protocol::parse_integer;

namespace {

constexpr std::int64_t size_default = 20;

}  // namespace

json::object Page::of(json::array items) const {
  json::object page{{"items", std::move(items)}, {"has_more", more}};
  if (more) page["page_token"] = std::to_string(last);
  return page;
}

Page page_of(const ApiCall& call, std::size_t total, std::int64_t size_max) {
  const auto count = static_cast<std::int64_t>(total);
  const std::int64_t wanted = parse_integer(call.query("page_size")).value_or(size_default);
  const std::int64_t size = std::clamp<std::int64_t>(wanted, 1, size_max);
  const std::int64_t from = parse_integer(call.query("page_token")).value_or(0);
  const std::int64_t first = std::clamp<std::int64_t>(from, 0, count);
  const std::int64_t last = std::min(first + size, count);
  return {first, last, last < count};
}

}  // namespace stormlark::mock
