#pragma once

#include "mock_server/access/rate_limit.h"
#include "runtime/clock.h"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stormlark::mock {

/// How often the platform lets apps do what they do: the gateway's limits for each app and
/// operation, and those for what an operation is about. What is refused does not count.
class RateLimits {
 public:
  /// Switched off, they refuse nothing.
  RateLimits(const Clock& clock, bool on) : clock_(clock), on_(on) {}

  /// A call of the app comes in. How long it would have to wait; zero when it may go on.
  Clock::duration on_call(const std::string& app_id, std::string_view operation);
  /// An operation is about to touch what it is about, such as a message or a card. The code with
  /// which it is refused, or `code::ok`.
  int on_target(std::string_view operation, const std::string& target);
  /// A message is about to be shown in a chat, by whichever bot.
  int on_message(const std::string& chat_id);
  /// A custom bot is called.
  int on_hook(const std::string& token);

 private:
  using Several = std::vector<RateLimit>;

  /// All of them must allow it.
  Clock::duration take(std::string_view kind, std::string_view what,
                       std::initializer_list<RateLimit> fresh);

  const Clock& clock_;
  bool on_;
  std::map<std::string, Several> used_;
};

}  // namespace stormlark::mock
