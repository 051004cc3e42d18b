#include "runtime/endpoint.h"

#include <gtest/gtest.h>

namespace stormlark {
namespace {

TEST(EndpointTest, IsReadAndWrittenWithBracketsAroundIpv6) {
  for (const char* text : {"127.0.0.1:8080", "open.feishu.cn:443", "[::1]:0"}) {
    const auto endpoint = parse_endpoint(text);
    ASSERT_TRUE(endpoint) << text;
    EXPECT_EQ(endpoint->to_string(), text);
  }
  EXPECT_EQ(parse_endpoint("[::1]:443"), (Endpoint{"::1", 443}));
}

TEST(EndpointTest, IsHostAndPort) {
  for (const char* text : {"", "host", ":80", "host:", "host:x", "host:80 ", "host:65536"}) {
    EXPECT_FALSE(parse_endpoint(text)) << text;
  }
}

TEST(EndpointTest, KnowsWhatCanOnlyMeanThisMachine) {
  for (const char* host : {"localhost", "127.0.0.1", "127.1.2.3", "::1"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"0.0.0.0", "::", "10.0.0.1", "localhost.example.com"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace stormlark
