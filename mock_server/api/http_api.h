#pragma once

#include "mock_server/access/rate_limits.h"
#include "mock_server/api/front_desk.h"
#include "mock_server/api/hook_api.h"
#include "mock_server/api/routes.h"
#include "mock_server/api/token_api.h"

#include <optional>

namespace stormlark::mock {

/// Everything that is asked of the platform over HTTP: finds what a request is, and has it done as
/// a call.
class HttpApi {
 public:
  HttpApi(Calls& calls, FrontDesk& front_desk, TokenApi& tokens, HookApi& hooks,
          RateLimits& rate_limits, const Routes& routes, Answers& answers)
      : calls_(calls),
        front_desk_(front_desk),
        tokens_(tokens),
        hooks_(hooks),
        rate_limits_(rate_limits),
        routes_(routes),
        answers_(answers) {}

  awaitable<HttpOutcome> handle(HttpRequest request, Caller caller);

 private:
  Call describe(const ApiRequest& request, Caller caller) const;
  Reply perform(const Call& call, const ApiRequest& request);
  /// By the gateway, before anybody looks at what is asked.
  std::optional<Reply> refuse(const Call& call, const App& app, const ApiRequest& request);

  Calls& calls_;
  FrontDesk& front_desk_;
  TokenApi& tokens_;
  HookApi& hooks_;
  RateLimits& rate_limits_;
  const Routes& routes_;
  Answers& answers_;
};

}  // namespace stormlark::mock
