// The history as it happens.
#include "tests/unit/mock_server/control_fixture.h"

#include <gmock/gmock.h>

namespace stormlark::mock {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ControlEventsTest : public ControlTest {
 protected:
  /// Somebody who follows the history, and reads as long as `reads` is set.
  struct Follower {
    std::string text;
    bool ended = false;
    bool reads = true;
    Stream stream;
  };

  void TearDown() override {
    followers.stop();
    EXPECT_TRUE(world.run_until([&] { return followers.empty(); }, 1min));
    ControlTest::TearDown();
  }

  std::shared_ptr<Follower> follow(const std::string& query = {}, const std::string& field = {}) {
    auto follower = std::make_shared<Follower>();
    const std::string request =
        "GET /v1/events" + query + " HTTP/1.1\r\nHost: " + at.to_string() + "\r\n" + field + "\r\n";
    followers.spawn(read(follower, request));
    world.run_for(10ms);
    return follower;
  }

  awaitable<void> read(std::shared_ptr<Follower> follower, std::string request) {
    auto stream = co_await world.network().connect(at);
    follower->stream = std::move(*stream);
    co_await write_all(follower->stream, asio::buffer(request));
    char buffer[4096];
    while (follower->reads) {
      const auto n = co_await read_some(follower->stream, asio::buffer(buffer));
      if (!n) break;
      follower->text.append(buffer, *n);
    }
    follower->ended = follower->reads;
  }

  static std::string id_line(std::size_t id) { return "\nid: " + std::to_string(id) + "\n"; }

  TaskGroup followers{world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }};
};

TEST_F(ControlEventsTest, SendsWhatWasAndWhatComes) {
  write("T1");
  const auto follower = follow();
  EXPECT_THAT(follower->text, StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"));
  EXPECT_THAT(follower->text, HasSubstr(id_line(1)));
  EXPECT_THAT(follower->text, HasSubstr(R"("kind":"message-accepted")"));
  EXPECT_THAT(follower->text, Not(HasSubstr("T2")));
  write("T2");
  world.run_for(1ms);
  EXPECT_THAT(follower->text, HasSubstr("T2"));
  EXPECT_THAT(follower->text, EndsWith("\n\n"));
}

TEST_F(ControlEventsTest, GoesOnWhereAReaderStopped) {
  write("T1");
  const std::size_t seen = recorder.history().size();
  write("T2");
  for (const auto& follower : {follow("", "Last-Event-ID: " + std::to_string(seen) + "\r\n"),
                               follow("?after=" + std::to_string(seen))}) {
    EXPECT_THAT(follower->text, Not(HasSubstr("T1")));
    EXPECT_THAT(follower->text, HasSubstr(id_line(seen + 1)));
    EXPECT_THAT(follower->text, HasSubstr("T2"));
  }
  // Of another platform's life: from the beginning.
  EXPECT_THAT(follow("", "Last-Event-ID: 99999\r\n")->text, HasSubstr("T1"));
}

TEST_F(ControlEventsTest, SaysThatItIsStillThere) {
  const auto follower = follow();
  world.run_for(1min);
  EXPECT_THAT(follower->text, HasSubstr(": nothing new\n\n"));
  EXPECT_FALSE(follower->ended);
}

TEST_F(ControlEventsTest, DropsAReaderThatDoesNotReadAndSlowsNobody) {
  const auto lazy = follow();
  lazy->reads = false;
  const auto eager = follow();
  const std::string what(1000, 'x');
  for (int i = 0; i < 4000; ++i) {
    recorder.add(history::ProtocolViolated{.peer = "bot", .what = what});
  }
  const auto began = world.clock().now();
  write("last");
  EXPECT_EQ(world.clock().now(), began);
  world.run_for(1s);
  EXPECT_THAT(eager->text, HasSubstr("hello last"));
  // The lazy one is left with what was on the wire, and the end.
  world.run_for(20s);
  char buffer[4096];
  std::size_t rest = 0;
  bool ended = false;
  const auto drain = [&]() -> awaitable<void> {
    for (;;) {
      const auto n = co_await read_some(lazy->stream, asio::buffer(buffer));
      if (!n) break;
      rest += *n;
    }
    ended = true;
  };
  followers.spawn(drain());
  ASSERT_TRUE(world.run_until([&] { return ended; }, 1min));
  EXPECT_LT(rest, 1U << 20);
}

TEST_F(ControlEventsTest, EndsWhenThePlatformStops) {
  const auto follower = follow();
  run_to_end(world, control->stop(), 1min);
  EXPECT_TRUE(world.run_until([&] { return follower->ended; }, 1s));
}

TEST_F(ControlEventsTest, BeginsWhereThePlatformBeganAnew) {
  write("T1");
  call("POST", "/v1/reset");
  write("T2");
  const auto follower = follow();
  EXPECT_THAT(follower->text, Not(HasSubstr("T1")));
  EXPECT_THAT(follower->text, HasSubstr(R"("kind":"platform-reset")"));
  EXPECT_THAT(follower->text, HasSubstr("T2"));
  // Nothing is lost for those who ask.
  EXPECT_THAT(follow("?after=0")->text, HasSubstr("T1"));
}

}  // namespace
}  // namespace stormlark::mock
