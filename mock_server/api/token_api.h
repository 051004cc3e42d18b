#pragma once

#include "mock_server/api/answers.h"
#include "mock_server/api/request.h"
#include "mock_server/directory.h"
#include "mock_server/tokens.h"

#include <string>

namespace stormlark::mock {

/// The token endpoints, and the gateway's check of the token that every other call carries.
class TokenApi {
 public:
  TokenApi(const Directory& directory, Tokens& tokens, Answers& answers)
      : directory_(directory), tokens_(tokens), answers_(answers) {}

  /// Flat body; failures are HTTP 200.
  Reply issue(const ApiRequest& request);

  /// The app whose token the request carries, or the code with which the gateway refuses it.
  struct Bearer {
    const App* app = nullptr;
    int code = 0;
  };
  Bearer authorize(const HttpRequest& request) const;

 private:
  const Directory& directory_;
  Tokens& tokens_;
  Answers& answers_;
};

/// The app id that the body of a token request names; empty without one.
std::string app_id_in(const HttpRequest& request);

}  // namespace stormlark::mock
