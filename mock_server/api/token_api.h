#pragma once

#include "mock_server/access/tokens.h"
#include "mock_server/api/answers.h"
#include "mock_server/api/request.h"
#include "mock_server/directory.h"
#include "mock_server/events/publisher.h"

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// The token endpoints, and the gateway's check of the token that every other call carries. A store
/// app comes by its tokens with a ticket, which the platform sends it; it too has one tenant here.
class TokenApi {
 public:
  TokenApi(const Directory& directory, Tokens& tokens, Publisher& publisher, Answers& answers)
      : directory_(directory), tokens_(tokens), publisher_(publisher), answers_(answers) {}

  /// For what gives tokens. Flat body; failures are HTTP 200.
  Reply issue(const ApiRequest& request);

  /// The app whose token the request carries, or the code with which the gateway refuses it.
  struct Bearer {
    const App* app = nullptr;
    int code = 0;
  };
  Bearer authorize(const HttpRequest& request) const;

 private:
  using Body = boost::json::object;

  /// The app that says who it is, or why it is not believed.
  struct Known {
    const App* app = nullptr;
    int code = 0;
    std::string_view why{};
  };
  Known known(const Body& body) const;
  Known known_by_token(const Body& body) const;

  const Directory& directory_;
  Tokens& tokens_;
  Publisher& publisher_;
  Answers& answers_;
};

}  // namespace stormlark::mock
