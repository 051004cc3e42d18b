#include "mock_server/api/page.h"

#include "runtime/number.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark::mock {

namespace {

constexpr std::size_t size_default = 20;

}  // namespace

std::size_t page_size_of(const ApiCall& call) {
  return parse_number<std::size_t>(call.query("page_size")).value_or(size_default);
}

std::optional<Page> page_of(const std::vector<std::string>& ids, std::size_t size,
                            const std::string& token) {
  Page page;
  if (!token.empty()) {
    const std::size_t dash = token.find('-');
    const auto place = parse_number<std::size_t>(std::string_view(token).substr(0, dash));
    if (!place || dash == token.npos) return std::nullopt;
    const auto last = std::ranges::find(ids, std::string_view(token).substr(dash + 1));
    page.first = last == ids.end() ? std::min(*place, ids.size())
                                   : static_cast<std::size_t>(last - ids.begin()) + 1;
  }
  page.end = std::min(page.first + size, ids.size());
  if (page.end < ids.size()) page.next = fmt::format("{}-{}", page.end, ids[page.end - 1]);
  return page;
}

}  // namespace stormlark::mock
