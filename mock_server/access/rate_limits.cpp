#include "mock_server/access/rate_limits.h"

#include "protocol/error_codes.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace stormlark::mock {

namespace code = protocol::code;

namespace {

struct OfTarget {
  std::string_view operations;  ///< that begin so
  int most;                     ///< in a second, for all of them together
  int code;
};

// Of how often what a call is about may be touched; the rest has no such limit.
constexpr auto of_targets = std::to_array<OfTarget>({
    {"im.message.patch", 5, code::chat_rate_limited},
    {"im.pin.create", 5, code::pin_rate_limited},
    {"im.pin.delete", 5, code::pin_rate_limited},
    {"im.chat_members.create", 5, code::chat_members_rate_limited},
    {"im.chat_members.delete", 5, code::chat_members_rate_limited},
    {"cardkit.card.batch_update", 10, code::chat_rate_limited},
    {"cardkit.card.settings", 10, code::chat_rate_limited},
    {"cardkit.card.update", 10, code::chat_rate_limited},
    {"cardkit.element.", 10, code::chat_rate_limited},
});

}  // namespace

Clock::duration RateLimits::on_call(const std::string& app_id, std::string_view operation) {
  return take(app_id, operation, {{50, 1s}, {1000, 1min}});
}

int RateLimits::on_target(std::string_view operation, const std::string& target) {
  const auto found = std::ranges::find_if(of_targets, [operation](const OfTarget& one) {
    return operation.starts_with(one.operations);
  });
  if (found == of_targets.end() || target.empty()) return code::ok;
  const std::string kind = std::to_string(found->code);
  return take(kind, target, {{found->most, 1s}}) == 0s ? code::ok : found->code;
}

int RateLimits::on_message(const std::string& chat_id) {
  return take("to", chat_id, {{5, 1s}}) == 0s ? code::ok : code::chat_rate_limited;
}

int RateLimits::on_hook(const std::string& token) {
  return take("hook", token, {{5, 1s}, {100, 1min}}) == 0s ? code::ok : code::hook_rate_limited;
}

Clock::duration RateLimits::take(std::string_view kind, std::string_view what,
                                 std::initializer_list<RateLimit> fresh) {
  if (!on_) return 0s;
  Several& limits = used_.try_emplace(fmt::format("{} {}", kind, what), fresh).first->second;
  const auto now = clock_.now();
  Clock::duration longest = 0s;
  for (const RateLimit& limit : limits) longest = std::max(longest, limit.wait(now));
  if (longest > 0s) return longest;
  for (RateLimit& limit : limits) limit.take(now);
  return 0s;
}

}  // namespace stormlark::mock
