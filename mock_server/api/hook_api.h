#pragma once

#include "mock_server/api/posting.h"

#include <deque>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::mock {

inline constexpr std::string_view operation_hook = "bot.hook";

/// Custom bots: whoever knows a bot's address writes into its group, without app and token.
class HookApi {
 public:
  HookApi(World& world, const PlatformOptions& options, Directory& directory, Posting& posting,
          RateLimits& rate_limits, Answers& answers);

  void add_to(Routes& routes);
  Reply write(const Call& call, const ApiRequest& request);

 private:
  struct Hook {
    const HookOptions* options;
    App bot;  ///< as who it writes
  };

  const Hook* find(const ApiRequest& request) const;
  /// Why the message is refused; `code::ok` when all is well.
  int check(const Hook& hook, const boost::json::object& body, const Message& message) const;
  bool signed_well(const Hook& hook, const boost::json::object& body) const;
  Reply refused(int code);

  World& world_;
  Directory& directory_;
  Posting& posting_;
  RateLimits& rate_limits_;
  Answers& answers_;
  std::deque<Hook> hooks_;  // messages keep addresses of bots
};

}  // namespace stormlark::mock
