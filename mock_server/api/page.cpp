#include "mock_server/api/page.h"

#include "runtime/number.h"

#include <algorithm>

namespace stormlark::mock {

namespace {

constexpr std::int64_t size_default = 20;

}  // namespace

boost::json::object Page::with(boost::json::array items, std::string_view word) const {
  boost::json::object page{{word, std::move(items)}, {"has_more", end < total}};
  if (end < total) page["page_token"] = std::to_string(end);
  return page;
}

std::optional<Page> page_of(const ApiCall& call, std::size_t total, std::int64_t size_max) {
  const auto wanted = parse_number<std::int64_t>(call.query("page_size")).value_or(size_default);
  const auto size = static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, 1, size_max));
  return page_of(total, size, call.query("page_token"));
}

std::optional<Page> page_of(std::size_t total, std::size_t size, const std::string& token) {
  const auto first =
      token.empty() ? std::optional<std::size_t>(0) : parse_number<std::size_t>(token);
  if (!first || *first > total) return std::nullopt;
  return Page{*first, std::min(*first + size, total), total};
}

}  // namespace stormlark::mock
