#include "runtime/url.h"

#include <gtest/gtest.h>

namespace stormlark {
namespace {

TEST(UrlTest, TakesAnAddressApart) {
  const auto url = parse_url("https://open.feishu.cn/open-apis/im/v1/messages?a=1").value();
  EXPECT_EQ(url.scheme, "https");
  EXPECT_EQ(url.host, "open.feishu.cn");
  EXPECT_EQ(url.port, 443);
  EXPECT_EQ(url.target, "/open-apis/im/v1/messages?a=1");
  EXPECT_EQ(url.authority(), "open.feishu.cn");
  EXPECT_EQ(url.origin(), "https://open.feishu.cn");
  EXPECT_TRUE(url.secure());
}

TEST(UrlTest, NamesThePortThatIsNotTheDefault) {
  EXPECT_EQ(parse_url("ws://127.0.0.1:8080")->authority(), "127.0.0.1:8080");
  EXPECT_EQ(parse_url("ws://127.0.0.1:80")->authority(), "127.0.0.1");
  EXPECT_EQ(parse_url("ws://127.0.0.1:443")->authority(), "127.0.0.1:443");
  EXPECT_EQ(parse_url("HTTP://Host:/")->origin(), "http://Host");
}

TEST(UrlTest, AlwaysHasAPath) {
  EXPECT_EQ(parse_url("http://host")->target, "/");
  EXPECT_EQ(parse_url("http://host?x=1")->target, "/?x=1");
  EXPECT_EQ(parse_url("http://host/a#part")->target, "/a");
}

TEST(UrlTest, BracketsAnAddressOfVersionSixOnlyInText) {
  const auto url = parse_url("https://[::1]:8443/").value();
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.authority(), "[::1]:8443");
}

TEST(UrlTest, FindsQueryParameters) {
  const auto url = parse_url("wss://h/ws?fpid=493&device_id=7&ticket=a%2Fb&empty=").value();
  EXPECT_EQ(url.query("device_id"), "7");
  EXPECT_EQ(url.query("ticket"), "a/b");
  EXPECT_EQ(url.query("empty"), "");
  EXPECT_EQ(url.query("absent"), "");
}

TEST(UrlTest, ReadsAQueryThatIsNotEscaped) {
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(query_parameters("/x?a=1&b=%41%20c&a=2&f"),
            (Parameters{{"a", "1"}, {"b", "A c"}, {"a", "2"}, {"f", ""}}));
  EXPECT_EQ(query_parameters("/x?d=\xe5\x9b\xa2|{}&e=%41"),
            (Parameters{{"d", "\xe5\x9b\xa2|{}"}, {"e", "A"}}));
  EXPECT_EQ(query_parameters("/x?e=50%&f=1"), (Parameters{{"e", "50%"}, {"f", "1"}}));
  EXPECT_EQ(query_parameters("/x?a=a%3D&e=%zz"), (Parameters{{"a", "a="}, {"e", "%zz"}}));
  EXPECT_EQ(query_parameters("/x"), Parameters());
}

TEST(UrlTest, KeepsUserAndPasswordApart) {
  const auto url = parse_url("http://user:p%40ss@proxy:3128").value();
  EXPECT_EQ(url.user_info, "user:p@ss");
  EXPECT_EQ(url.origin(), "http://proxy:3128");
}

TEST(UrlTest, RefusesEverythingElse) {
  for (const auto* text :
       {"", "open.feishu.cn", "/path", "ftp://host/", "http://", "http:///path", "http://host:0/",
        "http://host:99999/", "http://ho st/", "file:///x", "http://127.0.0.1.example.com/",
        "https://evil%00.example/", "https://host%0A/", "https://a%20b/"}) {
    EXPECT_EQ(parse_url(text).error(), boost::system::errc::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace stormlark
