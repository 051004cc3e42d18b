// What only a kernel can show: a client that leaves, and addresses that are used again.
#include "mock_server/platform.h"
#include "protocol/discovery.h"
#include "runtime/real_world.h"
#include "runtime/timeout.h"
#include "runtime/url.h"
#include "tests/support/spelled_fault.h"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

PlatformOptions with_fast_pings() {
  PlatformOptions options;
  options.websocket_ping_interval = 100ms;
  return options;
}

class RealSocketTest : public testing::Test {
 protected:
  /// Runs the test's story, then stops the platform.
  void tell(std::function<awaitable<void>()> story) {
    std::exception_ptr failure;
    asio::co_spawn(loop, story(), [&](std::exception_ptr why) {
      failure = why;
      asio::co_spawn(loop, platform.stop(), [&](const std::exception_ptr&) { loop.stop(); });
    });
    loop.run_for(10s);
    if (failure) std::rethrow_exception(failure);
  }

  awaitable<Stream> connect() {
    auto stream = co_await world.network().connect(door);
    co_return std::move(*stream);
  }

  /// Sends a request and returns what comes back until the platform hangs up.
  awaitable<std::string> ask(Stream& stream, std::string path) {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    co_await write_all(stream, asio::buffer(request));
    std::string text(4096, '\0');
    const auto n = co_await with_timeout(world.clock(), 5s, read_some(stream, asio::buffer(text)));
    text.resize(n ? *n : 0);
    co_return text;
  }

  /// All that comes until the platform hangs up.
  awaitable<std::string> all_after(Stream& stream, const std::string& request) {
    co_await write_all(stream, asio::buffer(request));
    std::string all;
    std::string text(4096, '\0');
    for (;;) {
      const auto n =
          co_await with_timeout(world.clock(), 5s, read_some(stream, asio::buffer(text)));
      if (!n) co_return all;
      all.append(text, 0, *n);
    }
  }

  template <class T>
  awaitable<T> recorded() {
    const auto is_one = [](const history::Record& record) { return record.as<T>() != nullptr; };
    const auto index = co_await recorder.await(0, is_one, 5s);
    co_return *recorder.history().at(index.value()).template as<T>();
  }

  asio::io_context loop{1};
  RealWorld world{loop, {.seed = 1, .log_sink = {}}};
  history::Recorder recorder{world.clock(), world.executor()};
  Platform platform{world, recorder, with_fast_pings()};
  Endpoint door = platform.listen("bot", {"127.0.0.1", 0}).value();
};

TEST_F(RealSocketTest, AClientThatLeavesDuringItsCallIsNoticed) {
  tell([this]() -> awaitable<void> {
    platform.begin_fault("hold", spelled_fault(R"({"call":"*","hold":"before-commit","times":1})"));
    Stream stream = co_await connect();
    const std::string request = "GET /open-apis/bot/v3/info HTTP/1.1\r\nHost: x\r\n\r\n";
    co_await write_all(stream, asio::buffer(request));
    co_await recorded<history::FaultTookEffect>();
    stream.close();
    Stream other = co_await connect();  // what comes after the FIN is seen after it
    co_await ask(other, "/open-apis/bot/v3/info");
    platform.heal("hold");
    co_await recorded<history::FaultEnded>();
    const auto held = [](const history::Record& record) {
      const auto* ended = record.as<history::CallEnded>();
      return ended && ended->call == 1;
    };
    const auto index = co_await recorder.await(0, held, 5s);
    EXPECT_EQ(recorder.history().at(index.value()).as<history::CallEnded>()->outcome,
              "client-gone");
  });
}

TEST_F(RealSocketTest, AClientThatLeavesDuringItsUpgradeGetsNoConnection) {
  tell([this]() -> awaitable<void> {
    platform.begin_fault("hold", spelled_fault(R"({"upgrade":"all","hold":true})"));
    Stream stream = co_await connect();
    const std::string request =
        "GET /ws/v2 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    co_await write_all(stream, asio::buffer(request));
    co_await recorded<history::FaultTookEffect>();
    stream.close();
    const auto refused = co_await recorded<history::UpgradeRefused>();
    EXPECT_EQ(refused.why, "the client left");
    EXPECT_EQ(refused.http_status, 0);
  });
}

// Between a peer's last word and its connection's beginning lies a moment, which no manual clock
// has.
TEST_F(RealSocketTest, ADeadPeerLeavesTwoPingsUnanswered) {
  tell([this]() -> awaitable<void> {
    const std::string wanted = protocol::encode(protocol::DiscoveryRequest{
        .app_id = platform.app().id, .app_secret = platform.app().secret, .client_assertion = {}});
    Stream asking = co_await connect();
    const std::string discovery = fmt::format(
        "POST {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
        protocol::discovery_path, wanted.size(), wanted);
    const std::string answer = co_await all_after(asking, discovery);
    const auto told = protocol::parse_discovery_answer(answer.substr(answer.find("\r\n\r\n") + 4));

    Stream stream = co_await connect();
    const std::string opening = fmt::format(
        "GET {} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
        parse_url(told->url)->target);
    const std::string pings = co_await all_after(stream, opening);
    EXPECT_EQ(std::ranges::count(pings.substr(pings.find("\r\n\r\n")), '\x89'), 3);
  });
}

TEST_F(RealSocketTest, ThePlatformComesBackAtTheSameAddress) {
  tell([this]() -> awaitable<void> {
    Stream inside = co_await connect();
    co_await recorded<history::SocketAccepted>();
    platform.begin_fault("down", TakeDown{.how = CloseHow::reset});
    std::string nothing(16, '\0');
    const auto end = co_await read_some(inside, asio::buffer(nothing));
    EXPECT_EQ(end.error(), asio::error::connection_reset);
    auto refused = co_await world.network().connect(door);
    EXPECT_EQ(refused.error(), asio::error::connection_refused);
    platform.heal("down");
    Stream again = co_await connect();
    const std::string answer = co_await ask(again, "/open-apis/bot/v3/info");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  });
}

}  // namespace
}  // namespace stormlark::mock
