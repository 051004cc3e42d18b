#include "mock_server/api/query_check.h"

#include "runtime/number.h"

#include <algorithm>
#include <array>
#include <vector>

namespace stormlark::mock {
namespace {

// Each API has a code of its own for types of ids.

constexpr std::array<std::string_view, 3> numbers = {"page_size", "start_time", "end_time"};

struct Choice {
  std::string_view name;
  std::vector<std::string_view> options;
  std::string_view operation = {};  ///< empty: of all that have it
};

const std::vector<Choice>& choices() {
  static const std::vector<Choice> all = {
      {"sort_type", {"ByCreateTimeAsc", "ByCreateTimeDesc"}, "im.message.list"},
      {"sort_type", {"ByCreateTimeAsc", "ByActiveTimeDesc"}, "im.chat.list"},
      {"card_msg_content_type", {"raw_card_content", "user_card_content"}},
      {"only_thread_root_messages", {"true", "false", "True", "False"}},
      {"with_sender_name", {"true", "false", "True", "False"}},
  };
  return all;
}

}  // namespace

std::string query_flaw(const ApiRequest& request) {
  if (request.http.target.find('?') == std::string::npos) return {};
  for (const std::string_view name : numbers) {
    const std::string value = request.query(name);
    if (!value.empty() && !parse_number<std::int64_t>(value)) {
      return std::string(name) + " must be an integer";
    }
  }
  for (const Choice& choice : choices()) {
    if (!choice.operation.empty() && choice.operation != request.operation) continue;
    const std::string value = request.query(choice.name);
    if (!value.empty() && std::ranges::find(choice.options, value) == choice.options.end()) {
      return std::string(choice.name) + " is none of its options";
    }
  }
  return {};
}

bool says_yes(std::string_view value) {
  return value == "true" || value == "True";
}

}  // namespace stormlark::mock
