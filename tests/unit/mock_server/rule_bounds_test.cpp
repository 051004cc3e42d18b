// Which of what passes by a rule concerns, and how often.
#include "tests/unit/mock_server/platform_fixture.h"

#include <algorithm>

namespace stormlark::mock {
namespace {

class RuleBoundsTest : public PlatformTest {
 protected:
  /// Calls once a second; an `x` for each that a rule with these bounds struck.
  std::string struck(const std::string& bounds, int calls = 10) {
    if (!platform) start();
    begin("rule", R"({"call":"bot.info","status":500,)" + bounds + "}");
    std::string pattern;
    for (int i = 0; i < calls; ++i) {
      pattern += bot->request("GET", "/open-apis/bot/v3/info").status == 500 ? 'x' : '.';
      world.run_for(1s);
    }
    platform->heal("rule");
    return pattern;
  }
};

TEST_F(RuleBoundsTest, SayWhichAreStruck) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("times":0)", "xxxxxxxxxx"},
      {R"("nth":4)", "...xxxxxxx"},
      {R"("nth":2,"times":3)", ".xxx......"},
      {R"("every":3)", "x..x..x..x"},
      {R"("nth":2,"every":4)", ".x...x...x"},
      {R"("every":2,"times":2)", "x.x......."},
      {R"("after":"3s")", "...xxxxxxx"},
      {R"("until":"3s")", "xxx......."},
      {R"("after":"2s","until":"5s")", "..xxx....."},
      {R"("at-most":1,"per":"4s")", "x...x...x."},
      {R"("at-most":2,"per":"5s")", "xx...xx..."},
      {R"("chance":0)", ".........."},
      {R"("chance":1)", "xxxxxxxxxx"}};
  for (const auto& [bounds, pattern] : cases) EXPECT_EQ(struck(bounds), pattern) << bounds;
}

TEST_F(RuleBoundsTest, WhatIsUsedUpIsOver) {
  EXPECT_EQ(struck(R"("times":2)"), "xx........");
  EXPECT_EQ(last<history::FaultEnded>().why, "over");
  EXPECT_EQ(effects("rule").size(), 2U);
}

TEST_F(RuleBoundsTest, ChanceIsDrawnFromTheSeeds) {
  const std::string pattern = struck(R"("chance":0.3)", 200);
  const auto hits = std::ranges::count(pattern, 'x');
  EXPECT_GT(hits, 35);
  EXPECT_LT(hits, 85);
  EXPECT_EQ(struck(R"("chance":0.3)", 200), pattern);
  EXPECT_NE(struck(R"("chance":0.3,"seed":1)", 200), pattern);
}

TEST_F(RuleBoundsTest, WhatOneRuleStruckAnotherOnlyCounts) {
  start();
  begin("first", R"({"call":"*","status":501,"times":1})");
  begin("second", R"({"call":"*","status":502,"nth":2,"times":1})");
  std::vector<unsigned> seen;
  for (int i = 0; i < 3; ++i) seen.push_back(bot->request("GET", "/open-apis/bot/v3/info").status);
  EXPECT_EQ(seen, (std::vector<unsigned>{501, 502, 400}));
}

TEST_F(RuleBoundsTest, RulesStandFromTheBeginning) {
  options.rules.push_back(
      {"from-the-start", std::get<Rule>(spelled_fault(R"({"call":"*","status":503,"times":1})"))});
  start();
  EXPECT_EQ(bot->request("GET", "/open-apis/bot/v3/info").status, 503U);
  EXPECT_EQ(effects("from-the-start").size(), 1U);
}

class RuleMatchTest : public PlatformTest {
 protected:
  /// Whether a rule with this match strikes the call.
  bool strikes(const std::string& match, const HttpRequest& request) {
    begin("rule", "{" + match + R"(,"status":511})");
    const bool is_struck = bot->send(request).status == 511;
    platform->heal("rule");
    return is_struck;
  }
};

TEST_F(RuleMatchTest, ConcernsCallsByOperationPathHeaderAppAndPeer) {
  start();
  bot->authorization();
  const std::string message = write("T1");
  const HttpRequest reply{.method = "POST",
                          .target = reply_target(message) + "?a=b",
                          .fields = {{"X-Tag", "7"}},
                          .body = text_message("answer")};
  const std::vector<std::pair<std::string, bool>> cases = {
      {R"("call":"*")", true},
      {R"("call":"im.message.reply")", true},
      {R"("call":"im.message.create")", false},
      {R"("call":"*","path":")" + reply_target(message) + R"(")", true},
      {R"("call":"*","path":"/open-apis/im/v1/messages/*")", true},
      {R"("call":"*","path":"/open-apis/im/v1/messages")", false},
      {R"("call":"*","path":"/open-apis/im/v1/chats/*")", false},
      {R"("call":"*","header":{"x-tag":"7"})", true},
      {R"("call":"*","header":{"X-Tag":7,"X-Other":"*"})", false},
      {R"("call":"*","header":{"X-Tag":"*"})", true},
      {R"("call":"*","header":{"X-Tag":"8"})", false},
      {R"("call":"*","app":"cli_a1b2c3d4e5f60718")", true},
      {R"("call":"*","app":"cli_0000000000000000")", false},
      {R"("call":"*","peer":"bot")", true},
      {R"("call":"*","peer":"other")", false}};
  for (const auto& [match, is_struck] : cases) EXPECT_EQ(strikes(match, reply), is_struck) << match;
  EXPECT_TRUE(strikes(R"("call":"*","path":"/no/such/path")",
                      {.target = "/no/such/path", .fields = {}, .body = {}}));
}

TEST_F(RuleMatchTest, ConcernsPushesByEventConnectionHeaderAndFragment) {
  options.apps[0].events = {"*"};
  options.fragment_bytes = 150;
  start();
  const auto first = bot->connect();
  const auto parts = [&](const std::string& match) {
    begin("rule", R"({"frame":"push","drop":true,)" + match + "}");
    platform->enter_chat("alice");
    int count = 0;
    while (first->push(1s)) ++count;
    platform->heal("rule");
    return count;
  };
  const int all = parts(R"("peer":"other")");
  ASSERT_GT(all, 2);
  const std::string entered = "im.chat.access_event.bot_p2p_chat_entered_v1";
  const std::vector<std::pair<std::string, int>> cases = {
      {R"("event":")" + entered + R"(")", 0},
      {R"("event":"im.message.receive_v1")", all},
      {R"("connection":1)", 0},
      {R"("connection":2)", all},
      {R"("app":"cli_a1b2c3d4e5f60718")", 0},
      {R"("app":"cli_0000000000000000")", all},
      {R"("header":{"type":"event"})", 0},
      {R"("header":{"type":"card"})", all},
      {R"("fragment":0)", all - 1},
      {R"("fragment":1)", all - 1},
      {R"("fragment":99)", all}};
  for (const auto& [match, count] : cases) EXPECT_EQ(parts(match), count) << match;
}

TEST_F(RuleMatchTest, ConcernsUpgradesByHeaderAppAndPeer) {
  start();
  const auto refused = [&](const std::string& rule) {
    begin("rule", rule);
    const bool connected = bot->connect() != nullptr;
    platform->heal("rule");
    return !connected;
  };
  EXPECT_TRUE(refused(R"({"upgrade":"all","refuse":true})"));
  EXPECT_TRUE(refused(R"({"upgrade":"bot","refuse":"reset"})"));
  EXPECT_FALSE(refused(R"({"upgrade":"other","refuse":true})"));
  EXPECT_TRUE(refused(R"({"upgrade":"all","app":"cli_a1b2c3d4e5f60718","refuse":true})"));
  EXPECT_FALSE(refused(R"({"upgrade":"all","app":"cli_0000000000000000","refuse":true})"));
  EXPECT_TRUE(refused(R"({"upgrade":"all","header":{"Sec-WebSocket-Version":13},"refuse":true})"));
  EXPECT_FALSE(refused(R"({"upgrade":"all","header":{"Origin":"*"},"refuse":true})"));
  EXPECT_TRUE(refused(R"({"refuse-upgrade":514,"times":1})"));
}

}  // namespace
}  // namespace stormlark::mock
