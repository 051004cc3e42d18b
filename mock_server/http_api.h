#pragma once

#include "mock_server/front_desk.h"
#include "mock_server/message_api.h"
#include "mock_server/token_api.h"

namespace stormlark::mock {

/// Everything that is asked of the platform over HTTP: finds what a request is, and has it done as
/// a call.
class HttpApi {
 public:
  HttpApi(Calls& calls, FrontDesk& front_desk, TokenApi& tokens, MessageApi& messages,
          Answers& answers)
      : calls_(calls),
        front_desk_(front_desk),
        tokens_(tokens),
        messages_(messages),
        answers_(answers) {}

  awaitable<HttpOutcome> handle(HttpRequest request, Caller caller);

 private:
  Call describe(const ApiRequest& request, Caller caller) const;
  Reply perform(const Call& call, const ApiRequest& request);
  Reply perform_for(const App& app, const Call& call, const ApiRequest& request);
  Reply bot_info(const App& app);

  Calls& calls_;
  FrontDesk& front_desk_;
  TokenApi& tokens_;
  MessageApi& messages_;
  Answers& answers_;
};

}  // namespace stormlark::mock
