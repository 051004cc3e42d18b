// What a client sees of rules that spoil answers.
#include "tests/unit/mock_server/platform_fixture.h"

namespace stormlark::mock {
namespace {

using history::AnswerVisible;
using history::CallEnded;

class CallRulesTest : public PlatformTest {
 protected:
  /// A reply under that rule, and all bytes that come back until the platform ends the connection
  /// or the limit.
  std::string reply_under(const std::string& deed, Clock::duration limit = 1s) {
    start();
    const std::string message = write("T1");
    const std::string authorization = bot->authorization();
    begin("rule", R"({"call":"im.message.reply",)" + deed + "}");
    stream = run_to_end(world, world.network().connect(door)).value();
    HttpRequest request{.method = "POST",
                        .target = reply_target(message),
                        .fields = {{"Host", "x"}, {"Authorization", authorization}},
                        .body = text_message("answer")};
    request.fields.add("Content-Length", std::to_string(request.body.size()));
    const std::string wire = to_wire(request);
    run_to_end(world, write_all(stream, asio::buffer(wire)));
    return bytes(limit);
  }

  /// What comes within that time.
  std::string bytes(Clock::duration limit) {
    if (!reading) {
      reading = true;
      asio::co_spawn(world.executor(), collect(), [](std::exception_ptr) {});
    }
    world.run_for(limit);
    return std::exchange(seen, {});
  }
  awaitable<void> collect() {
    std::array<char, 4096> buffer;
    for (;;) {
      const auto n = co_await read_some(stream, asio::buffer(buffer));
      if (!n) break;
      seen.append(buffer.data(), *n);
    }
    ended = true;
  }
  void TearDown() override {
    stream.close();
    world.run_for(1s);
    PlatformTest::TearDown();
  }

  static std::string body_of(const std::string& wire) {
    return wire.substr(wire.find("\r\n\r\n") + 4);
  }

  Stream stream;
  std::string seen;
  bool reading = false;
  bool ended = false;
};

TEST_F(CallRulesTest, AnAnswerEndsInItsMidst) {
  const std::string wire = reply_under(R"("truncate":20)");
  EXPECT_TRUE(wire.starts_with("HTTP/1.1 200")) << wire;
  EXPECT_EQ(body_of(wire), R"({"code":0,"msg":"suc)");
  EXPECT_TRUE(ended);
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
  EXPECT_EQ(last<CallEnded>().outcome, "dropped");
  EXPECT_EQ(effects("rule"), std::vector<std::string>{
                                 "the answer to call 2 (im.message.reply) ends after 20 bytes of "
                                 "its body"});
}

TEST_F(CallRulesTest, AnAnswerHasWrongBytes) {
  const std::string body = body_of(reply_under(R"("corrupt":2,"at":0)"));
  EXPECT_EQ(body.substr(0, 2), (std::string{static_cast<char>(~'{'), static_cast<char>(~'"')}));
  EXPECT_EQ(body.substr(2, 4), "code");
  EXPECT_FALSE(ended);
  EXPECT_EQ(records<AnswerVisible>().size(), 1U);
}

TEST_F(CallRulesTest, AnAnswerTricklesAndHealingLetsItGo) {
  EXPECT_EQ(reply_under(R"("trickle":"100ms")", 950ms), "HTTP/1.1 2");
  EXPECT_EQ(bytes(100ms), "0");
  platform->heal("rule");
  const std::string rest = bytes(0s);
  EXPECT_TRUE(rest.starts_with("0 OK\r\n")) << rest;
  EXPECT_TRUE(rest.ends_with("}")) << rest;
  EXPECT_FALSE(ended);
}

TEST_F(CallRulesTest, ACallIsRefusedWithoutBeingDone) {
  EXPECT_EQ(reply_under(R"("refuse":true)"), "");
  EXPECT_TRUE(ended);
  EXPECT_TRUE(records<AnswerVisible>().empty());
  EXPECT_EQ(last<CallEnded>().outcome, "dropped");
  EXPECT_EQ(effects("rule"),
            std::vector<std::string>{"call 2 (im.message.reply) not done and dropped"});
}

TEST_F(CallRulesTest, AnAnswerHasFieldsOfItsOwn) {
  const std::string wire = reply_under(R"("status":429,"headers":{"Retry-After":9,"X-A":"b"})");
  EXPECT_TRUE(wire.starts_with("HTTP/1.1 429")) << wire;
  EXPECT_NE(wire.find("Retry-After: 9\r\nX-A: b\r\n"), wire.npos) << wire;
}

}  // namespace
}  // namespace stormlark::mock
