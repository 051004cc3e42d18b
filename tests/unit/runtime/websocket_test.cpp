#include "runtime/websocket.h"

#include "network_fixture.h"
#include "runtime/errors.h"

#include <array>

#include <gmock/gmock.h>

namespace stormlark {
namespace {

using testing::ElementsAre;

// Two ends of one link, both ours.
class WebSocketTest : public NetworkTest {
 protected:
  WebSocket::Options options;
  WebSocket::Options server_options;
  WebSocket client;
  WebSocket server;

  void link() {
    auto [near, far] = connected_streams();
    tasks.spawn(accept(std::move(far)));
    UpgradeRefusal refusal;
    auto upgraded = run(upgrade(world.clock(), std::move(near), url("ws://host/ws?ticket=1"),
                                {{"User-Agent", "test"}}, options, refusal));
    client = std::move(upgraded).value();
    ASSERT_TRUE(world.run_until([this] { return bool(server); }, 1s));
  }

  awaitable<void> accept(Stream stream) {
    HttpRequest seen;
    const HttpHandler handler = [this](HttpRequest request) -> awaitable<HttpOutcome> {
      EXPECT_EQ(request.target, "/ws?ticket=1");
      EXPECT_EQ(request.fields.get("User-Agent"), "test");
      co_return UpgradeToWebSocket{[this](WebSocket socket) { return keep(std::move(socket)); },
                                   server_options};
    };
    co_await serve_http(world.clock(), std::move(stream), handler);
  }

  awaitable<void> keep(WebSocket socket) {
    server = std::move(socket);
    co_return;
  }

  static awaitable<void> finish(awaitable<Result<void>> sending) { co_await std::move(sending); }

  static awaitable<void> collect(WebSocket& from, std::vector<std::string>& messages) {
    for (;;) {
      auto message = co_await from.read();
      if (!message) co_return;
      messages.push_back((message->binary ? "binary " : "text ") + message->bytes);
    }
  }

  void SetUp() override { link(); }
};

TEST_F(WebSocketTest, CarriesTextAndBinaryBothWays) {
  ASSERT_TRUE(run(client.send_text("hello")));
  ASSERT_TRUE(run(server.send_binary(std::string("\0\1\2", 3))));
  const auto at_server = run(server.read()).value();
  EXPECT_FALSE(at_server.binary);
  EXPECT_EQ(at_server.bytes, "hello");
  const auto at_client = run(client.read()).value();
  EXPECT_TRUE(at_client.binary);
  EXPECT_EQ(at_client.bytes, std::string("\0\1\2", 3));
}

TEST_F(WebSocketTest, KeepsTheOrderOfOverlappingSends) {
  const std::string large(600'000, 'x');  // more than a stream buffers: it waits for the reader
  tasks.spawn(finish(client.send_binary(large)));
  tasks.spawn(finish(client.ping()));
  tasks.spawn(finish(client.send_text("second")));
  tasks.spawn(finish(client.send_binary("third")));
  std::vector<std::string> received;
  tasks.spawn(collect(server, received));
  world.run_for(1s);
  EXPECT_THAT(received, ElementsAre("binary " + large, "text second", "binary third"));
}

TEST_F(WebSocketTest, AnswersPingsAndNotesThatSomethingArrived) {
  std::vector<std::string> none;
  tasks.spawn(collect(client, none));
  tasks.spawn(collect(server, none));
  world.run_for(5s);
  const auto sent = world.clock().now();
  ASSERT_TRUE(run(client.ping()));
  world.run_for(5s);
  EXPECT_EQ(server.last_received(), sent);
  EXPECT_EQ(client.last_received(), sent);
  EXPECT_TRUE(none.empty());
}

TEST_F(WebSocketTest, TellsThePeersReasonToClose) {
  std::vector<std::string> none;
  tasks.spawn(collect(client, none));
  EXPECT_EQ(time_of([&] { run(server.close(1012, "restart")); }), 0s);
  world.run_for(1ms);
  EXPECT_EQ(client.end().close_code, 1012);
  EXPECT_EQ(client.end().close_reason, "restart");
  EXPECT_EQ(client.end().transport, RuntimeErrc::websocket_closed);
  EXPECT_EQ(run(client.send_text("too late")).error(), RuntimeErrc::websocket_closed);
}

TEST_F(WebSocketTest, EndsAReadThatIsPendingWhenWeClose) {
  std::vector<std::string> none;
  tasks.spawn(collect(client, none));
  tasks.spawn(collect(server, none));
  world.run_for(1s);
  EXPECT_EQ(time_of([&] { run(client.close(1000, "bye")); }), 0s);
  world.run_for(1ms);
  EXPECT_EQ(server.end().close_code, 1000);
  EXPECT_EQ(server.end().close_reason, "bye");
  EXPECT_EQ(client.end().close_code, 1000);
  EXPECT_EQ(client.end().transport, RuntimeErrc::websocket_closed);
}

TEST_F(WebSocketTest, LetsBothSidesCloseAtOnce) {
  std::vector<std::string> none;
  tasks.spawn(collect(client, none));
  tasks.spawn(collect(server, none));
  tasks.spawn(client.close(4001));
  tasks.spawn(server.close(4002));
  EXPECT_LT(time_of([&] { run(client.close(4003)); }), 1s);
  world.run_for(1ms);
  EXPECT_EQ(client.end().close_code, 4002);
  EXPECT_EQ(server.end().close_code, 4001);
}

TEST_F(WebSocketTest, BoundsTheClosingHandshakeWithASilentPeer) {
  EXPECT_EQ(time_of([&] { run(client.close()); }), options.close_timeout);
  EXPECT_EQ(client.end().transport, asio::error::timed_out);
  EXPECT_EQ(client.end().close_code, 0);
}

TEST_F(WebSocketTest, BoundsTheClosingHandshakeAlsoWithAReadPending) {
  std::vector<std::string> none;
  tasks.spawn(collect(client, none));
  world.run_for(1s);
  EXPECT_EQ(time_of([&] { run(client.close()); }), options.close_timeout);
}

TEST_F(WebSocketTest, WhatIsSentBehindAClosingHandshakeFailsWithIt) {
  std::vector<std::string> none;
  tasks.spawn(collect(client, none));
  tasks.spawn(client.close());
  const auto late = [this] { EXPECT_FALSE(run(client.send_text("too late"))); };
  EXPECT_EQ(time_of(late), options.close_timeout);
}

TEST_F(WebSocketTest, BoundsTheClosingHandshakeAlsoBehindASendThatIsStuck) {
  auto send = [](awaitable<Result<void>> sending, error_code& ec) -> awaitable<void> {
    const auto sent = co_await std::move(sending);
    ec = sent.error();
  };
  error_code first;
  error_code second;
  tasks.spawn(send(client.send_binary(std::string(900'000, 'x')), first));
  tasks.spawn(send(client.send_text("behind"), second));
  EXPECT_EQ(time_of([&] { run(client.close()); }), options.close_timeout);
  world.run_for(1ms);
  EXPECT_TRUE(first);
  EXPECT_TRUE(second);
}

TEST_F(WebSocketTest, SendsWhatIsQueuedBeforeItCloses) {
  std::vector<std::string> received;
  tasks.spawn(finish(client.send_text(std::string(300'000, 'x'))));
  tasks.spawn(finish(client.send_text("last")));
  tasks.spawn(client.close());
  tasks.spawn(collect(server, received));
  world.run_for(1s);
  ASSERT_EQ(received.size(), 2);
  EXPECT_EQ(received[1], "text last");
}

TEST_F(WebSocketTest, ClosesOnAMessageThatIsTooLarge) {
  std::vector<std::string> none;
  std::vector<std::string> received;
  tasks.spawn(collect(client, none));
  tasks.spawn(collect(server, received));
  ASSERT_TRUE(run(client.send_binary(std::string(options.message_bytes_max, 'x'))));
  tasks.spawn(finish(client.send_binary(std::string(options.message_bytes_max + 1, 'x'))));
  world.run_for(1ms);
  EXPECT_EQ(received.size(), 1);
  EXPECT_EQ(server.end().transport, asio::error::message_size);
  run(server.close());
  world.run_for(1ms);
  EXPECT_EQ(client.end().close_code, 1009);
}

TEST_F(WebSocketTest, CanLeaveTheTransportOpenAfterClose) {
  std::vector<std::string> none;
  tasks.spawn(collect(server, none));
  world.run_for(1s);
  ASSERT_TRUE(run(server.send_close_only(1001)));
  EXPECT_EQ(run(client.read()).error(), RuntimeErrc::websocket_closed);
  EXPECT_EQ(client.end().close_code, 1001);
  char byte;
  error_code ended;
  auto probe = [](Stream& stream, asio::mutable_buffer to, error_code& ec) -> awaitable<void> {
    const auto n = co_await read_some(stream, to);
    ec = n.error();
  };
  tasks.spawn(probe(client.transport(), asio::buffer(&byte, 1), ended));
  world.run_for(1h);
  EXPECT_FALSE(ended) << ended;  // neither bytes nor an end
  EXPECT_EQ(server.end().transport, RuntimeErrc::websocket_closed);
  EXPECT_FALSE(tasks.empty());
  client.abort();
  world.run_for(1ms);
  EXPECT_TRUE(tasks.empty());  // the server's read ended with the transport
}

// A server that closes as the platform does.
class AbruptServerTest : public WebSocketTest {
 protected:
  void SetUp() override {
    server_options.ends_after_close = true;
    server_options.close_answer = WebSocket::Close{1000, "bye"};
    link();
  }

  /// All that the server's side puts on the wire from now on; complete when it ends.
  awaitable<void> collect_bytes(std::string& bytes, bool& ended) {
    std::array<char, 256> buffer;
    auto n = co_await read_some(client.transport(), asio::buffer(buffer));
    for (; n; n = co_await read_some(client.transport(), asio::buffer(buffer))) {
      bytes.append(buffer.data(), *n);
    }
    ended = n.error() == asio::error::eof;
  }
};

TEST_F(AbruptServerTest, EndsItsSideRightAfterItsClose) {
  std::string bytes;
  bool ended = false;
  tasks.spawn(collect_bytes(bytes, ended));
  tasks.spawn(server.close(1012, "restart"));
  EXPECT_EQ(time_of([&] { world.run_until([&] { return ended; }, 1s); }), 0s);
  EXPECT_EQ(bytes, "\x88\x09\x03\xf4restart");
}

TEST_F(AbruptServerTest, HearsThePeersAnswerAllTheSame) {
  std::vector<std::string> none;
  tasks.spawn(collect(server, none));
  tasks.spawn(collect(client, none));
  EXPECT_EQ(time_of([&] { run(server.close(1012, "restart")); }), 0s);
  EXPECT_EQ(client.end().close_code, 1012);
  EXPECT_EQ(client.end().close_reason, "restart");
  EXPECT_EQ(server.end().transport, RuntimeErrc::websocket_closed);
}

TEST_F(AbruptServerTest, AnswersAPeersCloseInItsOwnWords) {
  for (const std::uint16_t code : std::array<std::uint16_t, 3>{1000, 1001, 4001}) {
    link();
    std::vector<std::string> none;
    tasks.spawn(collect(server, none));
    EXPECT_EQ(time_of([&] { run(client.close(code, "that is all")); }), 0s);
    EXPECT_EQ(client.end().close_code, 1000);
    EXPECT_EQ(client.end().close_reason, "bye");
    EXPECT_EQ(server.end().close_code, code);
    EXPECT_EQ(server.end().close_reason, "that is all");
  }
}

TEST_F(WebSocketTest, AbortsWithoutACloseFrame) {
  client.abort();
  EXPECT_EQ(run(server.read()).error(), asio::error::eof);
  EXPECT_EQ(server.end().close_code, 0);
  EXPECT_EQ(server.end().transport, asio::error::eof);
}

TEST_F(WebSocketTest, AbortsWithAReset) {
  std::vector<std::string> none;
  tasks.spawn(collect(client, none));
  world.run_for(1s);
  client.abort(true);
  EXPECT_EQ(run(server.read()).error(), asio::error::connection_reset);
  world.run_for(1ms);
  EXPECT_EQ(client.end().transport, asio::error::operation_aborted);
}

TEST_F(WebSocketTest, EndsWhatIsPendingWhenItIsDestroyed) {
  auto read = [](awaitable<Result<WebSocket::Message>> reading, error_code& ec) -> awaitable<void> {
    const auto message = co_await std::move(reading);
    ec = message.error();
  };
  error_code why;
  tasks.spawn(read(client.read(), why));
  world.run_for(1s);
  client = WebSocket();
  world.run_for(1ms);
  EXPECT_EQ(why, asio::error::operation_aborted);
  EXPECT_EQ(run(server.read()).error(), asio::error::eof);
}

TEST_F(WebSocketTest, EndsTheLinkWhenAReadIsCancelled) {
  std::vector<std::string> none;
  tasks.spawn(collect(client, none));
  world.run_for(1s);
  tasks.stop();
  world.run_for(1ms);
  EXPECT_TRUE(tasks.empty());
  EXPECT_FALSE(run(client.read()));
}

class UpgradeTest : public NetworkTest {
 protected:
  UpgradeRefusal refusal;

  Result<WebSocket> upgrade_with(HttpHandler handler) {
    auto [near, far] = connected_streams();
    handler_ = std::move(handler);
    tasks.spawn(serve_http(world.clock(), std::move(far), handler_));
    return run(upgrade(world.clock(), std::move(near), url("ws://h/ws"), {}, {}, refusal));
  }

 private:
  HttpHandler handler_;
};

TEST_F(UpgradeTest, HandsOverARefusalWithItsFields) {
  const auto upgraded = upgrade_with([](HttpRequest) -> awaitable<HttpOutcome> {
    co_return HttpResponse{403, {{"Handshake-Status", "514"}, {"Handshake-Msg", "full"}}, "no"};
  });
  EXPECT_EQ(upgraded.error(), RuntimeErrc::upgrade_refused);
  EXPECT_EQ(refusal.status, 403);
  EXPECT_EQ(refusal.fields.get("handshake-status"), "514");
  EXPECT_EQ(refusal.fields.get("Handshake-Msg"), "full");
}

TEST_F(UpgradeTest, SaysThatThePeerDoesNotSpeakHttp) {
  auto [near, far] = connected_streams();
  const std::string garbage = "\x01garbage\r\n\r\n";
  ASSERT_TRUE(run(write_all(far, asio::buffer(garbage))));
  const auto upgraded =
      run(upgrade(world.clock(), std::move(near), url("ws://h/ws"), {}, {}, refusal));
  EXPECT_EQ(upgraded.error(), RuntimeErrc::not_http);
  EXPECT_EQ(refusal.status, 0);
}

TEST_F(UpgradeTest, FailsWithTheTransport) {
  const auto upgraded =
      upgrade_with([](HttpRequest) -> awaitable<HttpOutcome> { co_return DropConnection{true}; });
  EXPECT_EQ(upgraded.error(), asio::error::connection_reset);
  EXPECT_EQ(refusal.status, 0);
}

}  // namespace
}  // namespace stormlark
