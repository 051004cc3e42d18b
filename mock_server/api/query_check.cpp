#include "mock_server/api/query_check.h"

#include "mock_server/api/chat_access.h"
#include "runtime/number.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

// Each API has a code of its own for types of ids.

constexpr std::array<std::string_view, 3> numbers = {"page_size", "start_time", "end_time"};

/// The most that a page of the operation's answer holds, where the call may say how many.
std::int64_t page_size_max(std::string_view operation) {
  constexpr std::array<std::string_view, 3> small = {"im.message.list", "im.reaction.list",
                                                     "im.pin.list"};
  return std::ranges::find(small, operation) == small.end() ? 100 : 50;
}

using Options = std::vector<std::string_view>;

struct Choice {
  std::string_view name;
  Options options;
  std::string_view operation = {};  ///< empty: of all that have it

  bool is_of(std::string_view parameter, std::string_view call) const {
    return name == parameter && (operation.empty() || operation == call);
  }
};

const std::vector<Choice>& choices() {
  static const Options id_types(user_id_types.begin(), user_id_types.end());
  static const Options yes_or_no = {"true", "false", "True", "False"};
  static const std::vector<Choice> all = {
      {"sort_type", {"ByCreateTimeAsc", "ByCreateTimeDesc"}, "im.message.list"},
      {"sort_type", {"ByCreateTimeAsc", "ByActiveTimeDesc"}, "im.chat.list"},
      {"card_msg_content_type", {"raw_card_content", "user_card_content"}},
      {"only_thread_root_messages", yes_or_no},
      {"with_sender_name", yes_or_no},
      {"user_id_type", id_types, "im.message.get"},
      {"user_id_type", id_types, "im.message.list"},
      {"user_id_type", id_types, "im.message.mget"},
  };
  return all;
}

}  // namespace

std::string query_flaw(const ApiRequest& request) {
  for (const auto& [name, value] : query_parameters(request.http.target)) {
    if (value.empty()) continue;
    if (std::ranges::find(numbers, name) != numbers.end()) {
      const auto number = parse_number<std::int64_t>(value);
      if (!number) return name + " must be an integer";
      const std::int64_t size_max = page_size_max(request.operation);
      if (name == "page_size" && (*number < 1 || *number > size_max)) {
        return fmt::format("page_size must be 1 to {}", size_max);
      }
    }
    for (const Choice& choice : choices()) {
      if (!choice.is_of(name, request.operation)) continue;
      if (std::ranges::find(choice.options, value) != choice.options.end()) continue;
      return name + " is none of its options";
    }
  }
  return {};
}

bool says_yes(std::string_view value) {
  return value == "true" || value == "True";
}

}  // namespace stormlark::mock
