#include "gateway/api/token_cache.h"

#include "protocol/json.h"

#include <algorithm>

namespace stormlark::gateway {
namespace {

using protocol::Remedy;

// The platform hands out a new token when less than half an hour is left of the old one, which
// stays valid; the SDKs refresh three minutes before the end.
constexpr Clock::duration margin_max = 3min;
// After a refresh that failed while the old token is still good.
constexpr Clock::duration refresh_pause = 10s;
constexpr std::chrono::seconds default_life = 2h;
constexpr std::int64_t life_s_max = 24 * 3600;

}  // namespace

// A fetch that several callers wait for.
struct TokenCache::Flight {
  explicit Flight(asio::any_io_executor executor) : landed(std::move(executor)) {}
  SignalFlag landed;
  CallOutcome outcome{.remedy = Remedy::retry, .text = "the request for a token was abandoned"};
};

TokenCache::TokenCache(Clock& clock, asio::any_io_executor executor, Fetch fetch)
    : clock_(clock), executor_(std::move(executor)), fetch_(std::move(fetch)) {}

awaitable<TokenCache::Grant> TokenCache::get() {
  if (!token_.empty() && clock_.now() < refresh_at_) co_return Grant{token_, {}};
  CallOutcome outcome;
  if (const auto flight = flight_) {
    co_await flight->landed.wait();
    outcome = flight->outcome;
  } else {
    outcome = co_await fly();
  }
  // One that was just issued is worth a try, however short its life or long its way here; and a
  // failed refresh is no failure while the old token is good.
  const bool is_usable = outcome.ok() || clock_.now() < expires_at_;
  if (!token_.empty() && is_usable) co_return Grant{token_, {}};
  if (outcome.ok()) {
    outcome.remedy = Remedy::retry;
    outcome.text = "the access token was rejected as it came";
  }
  co_return Grant{{}, std::move(outcome)};
}

awaitable<CallOutcome> TokenCache::fly() {
  // Lands however this coroutine ends, cancellation included.
  struct Landing {
    TokenCache& cache;
    std::shared_ptr<Flight> flight;
    ~Landing() {
      cache.flight_.reset();
      flight->landed.set();
    }
  };
  flight_ = std::make_shared<Flight>(executor_);
  const Landing landing{*this, flight_};
  const auto asked_at = clock_.now();
  CallOutcome outcome = co_await fetch_();
  landing.flight->outcome = store(std::move(outcome), asked_at);
  co_return landing.flight->outcome;
}

CallOutcome TokenCache::store(CallOutcome outcome, Clock::time_point asked_at) {
  const auto token = protocol::text_at(outcome.data, "tenant_access_token");
  if (outcome.ok() && token.empty()) {
    outcome.remedy = Remedy::retry;
    outcome.text = "the token endpoint answered without a token";
  }
  if (!outcome.ok()) {
    refresh_at_ = std::min(clock_.now() + refresh_pause, expires_at_);
    return outcome;
  }
  const std::int64_t life_s =
      protocol::integer_at(outcome.data, "expire").value_or(default_life.count());
  const Clock::duration life =
      std::chrono::seconds(std::clamp<std::int64_t>(life_s, 0, life_s_max));
  token_ = token;
  expires_at_ = asked_at + life;
  refresh_at_ = expires_at_ - std::min(margin_max, life / 10);
  outcome.data.clear();  // the token has no other home
  return outcome;
}

void TokenCache::reject(const std::string& token) {
  if (token == token_) token_.clear();
}

}  // namespace stormlark::gateway
