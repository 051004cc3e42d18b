#include "mock_server/access/signatures.h"

#include "runtime/base64.h"

#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

TEST(SignaturesTest, EncryptsAsThePublishedSelfTestSays) {
  const std::string published = "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=";
  const std::string iv = base64_decode(published)->substr(0, iv_bytes);
  EXPECT_EQ(encrypt("hello world", "test key", iv), published);
}

// The expected values were made with another implementation, of the same texts.
TEST(SignaturesTest, SignsEventsWithSha256) {
  EXPECT_EQ(event_signature("1762771200", "nonce", "key", R"({"encrypt":"x"})"),
            "34b755d302fc5643f44c6efe9e4f1ff981e174dee6fea46c5438828667f6b3c7");
}

TEST(SignaturesTest, SignsLegacyCardsWithSha1) {
  EXPECT_EQ(card_signature("1762771200", "nonce", "token", "{}"),
            "ca3ef28971304430c0602d3122dcfc8609a8c50c");
}

TEST(SignaturesTest, SignsCustomBotsMessagesWithAnHmacOfNothing) {
  EXPECT_EQ(hook_signature(1762771200, "secret"), "xxXQufzi1qMfnKYy6R3P70bL2lt2jiOwi08MoP+MCTA=");
}

}  // namespace
}  // namespace stormlark::mock
