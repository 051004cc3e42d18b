#pragma once

#include "gateway/api/call.h"
#include "runtime/signal_flag.h"

#include <functional>
#include <memory>

namespace stormlark::gateway {

/// The tenant access token: fetched when first needed, again shortly before it expires by the
/// monotonic clock, and after the platform rejected it. However many callers want one, at most one
/// fetch is under way, and all of them share its outcome.
class TokenCache {
 public:
  /// Asks the platform; the answer's data is the flat body of the token endpoint.
  using Fetch = std::function<awaitable<CallOutcome>()>;

  /// A token, or why there is none.
  struct Grant {
    std::string token;
    CallOutcome outcome;
  };

  TokenCache(Clock& clock, asio::any_io_executor executor, Fetch fetch);

  awaitable<Grant> get();
  /// Forgets `token`, unless it has been replaced already.
  void reject(const std::string& token);

 private:
  struct Flight;
  awaitable<CallOutcome> fly();
  CallOutcome store(CallOutcome outcome, Clock::time_point asked_at);

  Clock& clock_;
  asio::any_io_executor executor_;
  Fetch fetch_;
  std::string token_;
  Clock::time_point refresh_at_{};
  Clock::time_point expires_at_{};
  std::shared_ptr<Flight> flight_;  ///< the fetch under way
};

}  // namespace stormlark::gateway
