#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/api/token_api.h"
#include "mock_server/front_desk.h"

namespace stormlark::mock {

/// Everything that is asked of the platform over HTTP: finds what a request is, and has it done as
/// a call.
class HttpApi {
 public:
  HttpApi(Calls& calls, FrontDesk& front_desk, TokenApi& tokens, const Routes& routes,
          Answers& answers)
      : calls_(calls),
        front_desk_(front_desk),
        tokens_(tokens),
        routes_(routes),
        answers_(answers) {}

  awaitable<HttpOutcome> handle(HttpRequest request, Caller caller);

 private:
  Call describe(const ApiRequest& request, Caller caller) const;
  Reply perform(const Call& call, const ApiRequest& request);

  Calls& calls_;
  FrontDesk& front_desk_;
  TokenApi& tokens_;
  const Routes& routes_;
  Answers& answers_;
};

}  // namespace stormlark::mock
