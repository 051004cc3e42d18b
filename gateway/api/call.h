#pragma once

#include "protocol/error_codes.h"
#include "runtime/clock.h"
#include "runtime/http.h"

#include <optional>
#include <string>

#include <boost/json/object.hpp>

namespace stormlark::gateway {

/// How a call of the platform's HTTP API ended.
struct CallOutcome {
  protocol::Remedy remedy = protocol::Remedy::none;
  unsigned http_status = 0;  ///< 0: no answer came, so whether the call took effect is unknown
  int code = 0;
  std::string text;  ///< for logs; free of secrets
  std::optional<Clock::duration> retry_after{};
  boost::json::object data{};  ///< of a success

  bool ok() const { return remedy == protocol::Remedy::none; }
};

CallOutcome read_call(const Result<HttpResponse>& response);

/// Whether an answer means that the access token must be replaced: by the code in the body, since
/// the platform sends it with HTTP 400.
bool token_rejected(unsigned http_status, int code);

}  // namespace stormlark::gateway
