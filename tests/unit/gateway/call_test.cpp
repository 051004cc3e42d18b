#include "gateway/api/call.h"

#include "gateway/api/retry_after.h"
#include "gateway/outbox/retry_pace.h"
#include "runtime/certificate_error.h"

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using protocol::Remedy;

CallOutcome read(unsigned status, std::string body) {
  return read_call(HttpResponse{.status = status, .fields = {}, .body = std::move(body)});
}

TEST(CallTest, ASuccessHasItsData) {
  const auto outcome = read(200, R"({"code":0,"msg":"success","data":{"message_id":"om_1"}})");
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.data.at("message_id").as_string(), "om_1");
}

TEST(CallTest, AnAuthorityThatIsNotTrustedNamesTheSetting) {
  constexpr long self_signed_in_chain = 19;
  constexpr long hostname_mismatch = 62;
  const auto outcome = read_call(certificate_error(self_signed_in_chain));
  EXPECT_EQ(outcome.remedy, Remedy::retry);
  EXPECT_EQ(outcome.text,
            "self-signed certificate in certificate chain; platform.ca_file names authorities to "
            "trust besides the system's");
  EXPECT_EQ(read_call(certificate_error(hostname_mismatch)).text, "hostname mismatch");
}

TEST(CallTest, TheBodysCodeDecidesWhateverTheStatus) {
  EXPECT_EQ(read(400, R"({"code":99991663,"msg":"Invalid access token"})").remedy,
            Remedy::fresh_token);
  EXPECT_EQ(read(400, R"({"code":99991400,"msg":"request trigger frequency limit"})").remedy,
            Remedy::retry);
  EXPECT_EQ(read(400, R"({"code":230011,"msg":"recalled"})").remedy, Remedy::target_gone);
  EXPECT_EQ(read(200, R"({"code":10014,"msg":"app secret invalid"})").remedy, Remedy::fix_settings);
}

TEST(CallTest, WithoutOneTheStatusDoes) {
  EXPECT_EQ(read(502, "<html>").remedy, Remedy::retry);
  EXPECT_EQ(read(200, "<html>").remedy, Remedy::retry);
  EXPECT_EQ(read(429, "<html>").remedy, Remedy::retry);
}

TEST(CallTest, AGarbledRefusalIsNoneOfThePlatforms) {
  EXPECT_EQ(read(400, "{\"code\":99991663,\"ms").remedy, Remedy::retry_slowly);
  EXPECT_EQ(read(404, "404 page not found").remedy, Remedy::retry_slowly);
}

TEST(CallTest, NoAnswerAtAllIsWorthARetry) {
  const auto outcome = read_call(error_code(asio::error::timed_out));
  EXPECT_EQ(outcome.remedy, Remedy::retry);
  EXPECT_EQ(outcome.http_status, 0U);
}

TEST(CallTest, ATokenIsRejectedByCode) {
  EXPECT_TRUE(token_rejected(400, 99991663));
  EXPECT_TRUE(token_rejected(200, 99991664));
  EXPECT_FALSE(token_rejected(401, 0));
  EXPECT_FALSE(token_rejected(400, 230001));
}

TEST(RetryAfterTest, TakesTheLongerOfTheTwoHeaders) {
  EXPECT_EQ(retry_after({}), std::nullopt);
  EXPECT_EQ(retry_after({{"x-ogw-ratelimit-reset", "3"}}), 3s);
  EXPECT_EQ(retry_after({{"x-ogw-ratelimit-reset", "3"}, {"retry-after", "5"}}), 5s);
  EXPECT_EQ(retry_after({{"Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"}}), std::nullopt);
  EXPECT_EQ(retry_after({{"Retry-After", "-1"}}), std::nullopt);
}

TEST(RetryAfterTest, AnAbsurdWishIsNotObeyed) {
  EXPECT_EQ(retry_after({{"Retry-After", "86400"}}), 10min);
  EXPECT_EQ(retry_after({{"x-ogw-ratelimit-reset", "4294967295"}}), 10min);
}

TEST(RetryPaceTest, DoublesWithJitterUpToTheMaximum) {
  RetryPace pace({.retry_min = 100ms, .retry_max = 2s}, Prng(1));
  CallOutcome failure;
  failure.remedy = Remedy::retry;
  Clock::duration ceiling = 100ms;
  for (int i = 0; i < 40; ++i) {
    const auto delay = pace.after(failure);
    EXPECT_GE(delay, ceiling / 2);
    EXPECT_LE(delay, ceiling);
    ceiling = std::min<Clock::duration>(2 * ceiling, 2s);
  }
}

TEST(RetryPaceTest, NeverComesBackBeforeThePlatformAsked) {
  RetryPace pace({.retry_min = 100ms, .retry_max = 2s}, Prng(1));
  CallOutcome failure;
  failure.remedy = Remedy::retry;
  failure.retry_after = 3s;
  EXPECT_EQ(pace.after(failure), 3s);
}

TEST(RetryPaceTest, IsSlowWhereSomebodyMustActFirst) {
  RetryPace pace({.retry_min = 100ms, .retry_max = 30s}, Prng(1));
  CallOutcome failure;
  failure.remedy = Remedy::fix_settings;
  EXPECT_GE(pace.after(failure), 15s);
}

}  // namespace
}  // namespace stormlark::gateway
