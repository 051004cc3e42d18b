#include "runtime/http_server.h"

#include "network_fixture.h"

#include <gmock/gmock.h>

namespace stormlark {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

HttpResponse text_answer(unsigned status, std::string body) {
  return {status, {{"Content-Type", "text/plain"}}, std::move(body)};
}

class HttpServerTest : public NetworkTest {
 protected:
  Endpoint address{"127.0.0.1", 80};
  std::unique_ptr<Listener> listener = world.network().listen(address).value();
  HttpHandler handler = [](HttpRequest request) { return echo(std::move(request)); };
  HttpServerOptions options;

  void SetUp() override { tasks.spawn(serve()); }

  awaitable<void> serve() {
    for (;;) {
      auto stream = co_await listener->accept();
      if (!stream) co_return;
      tasks.spawn(serve_http(world.clock(), std::move(*stream), handler, options));
    }
  }

  static awaitable<HttpOutcome> echo(HttpRequest request) {
    co_return text_answer(200, request.method + " " + request.target + " " + request.body);
  }

  std::string exchange(std::string request) {
    return run(raw_exchange(world.network(), address, std::move(request)));
  }
};

TEST_F(HttpServerTest, AnswersRequestsOnOneConnectionInOrder) {
  const auto text = exchange(
      "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
      "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi"
      "GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(text,
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nGET /a "
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nPOST /b hi"
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n"
            "Connection: close\r\n\r\nGET /c ");
}

TEST_F(HttpServerTest, ClosesAfterAnAnswerToVersionOneZero) {
  EXPECT_THAT(exchange("GET / HTTP/1.0\r\n\r\n"), HasSubstr("Connection: close\r\n"));
}

TEST_F(HttpServerTest, SendsNoBodyToHead) {
  const auto text = exchange("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(text, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(text, EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, SendsNoLengthWithoutContent) {
  handler = [](HttpRequest) -> awaitable<HttpOutcome> { co_return HttpResponse{204, {}, ""}; };
  const auto text = exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(text, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST_F(HttpServerTest, RefusesWhatIsNotHttp) {
  const auto text = exchange("\x16\x03\x01 this is a TLS hello\r\n\r\n");
  EXPECT_THAT(text, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(text, HasSubstr("Connection: close\r\n"));
}

TEST_F(HttpServerTest, RefusesABodyThatIsTooLarge) {
  options.body_bytes_max = 10;
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ";
  EXPECT_THAT(exchange(head + "11\r\n\r\n12345678901"), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(exchange(head + "10\r\nConnection: close\r\n\r\n1234567890"),
              StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, AsksForABodyThatWaitsToBeAskedFor) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-Continue\r\n"
      "Content-Length: ";
  auto client = run(world.network().connect(address)).value();
  ASSERT_TRUE(run(write_all(client, asio::buffer(head + "2\r\n\r\n"))));
  std::string text(64, '\0');
  text.resize(run(read_some(client, asio::buffer(text))).value());
  EXPECT_EQ(text, "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(run(write_all(client, asio::buffer(std::string_view("hi")))));
  EXPECT_THAT(run(read_text(client)), EndsWith("POST / hi"));
  // Who has sent the body already, or sends one that nobody wants, is not asked.
  EXPECT_THAT(exchange(head + "2\r\n\r\nhi"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(exchange(head + "99999999\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerTest, EndsAConnectionThatSendsNoWholeRequest) {
  std::string text;
  const auto took = time_of([&] { text = exchange("GET / HTTP/1.1\r\nHost:"); });
  EXPECT_EQ(text, "");
  EXPECT_EQ(took, options.header_timeout);
}

TEST_F(HttpServerTest, DropsAConnectionWithoutAnAnswer) {
  handler = [](HttpRequest request) -> awaitable<HttpOutcome> {
    co_return DropConnection{.reset = request.path() == "/reset"};
  };
  EXPECT_EQ(exchange("GET /fin HTTP/1.1\r\nHost: h\r\n\r\n"), "");
  EXPECT_EQ(exchange("GET /reset?x HTTP/1.1\r\nHost: h\r\n\r\n"), " <reset>");
}

TEST_F(HttpServerTest, AnswersALongHeldRequest) {
  handler = [this](HttpRequest) -> awaitable<HttpOutcome> {
    co_await sleep_for(world.clock(), 10min);
    co_return text_answer(200, "late");
  };
  std::string text;
  const auto took =
      time_of([&] { text = exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"); });
  EXPECT_THAT(text, EndsWith("late"));
  EXPECT_EQ(took, 10min);
}

TEST_F(HttpServerTest, GivesUpOnAClientThatDoesNotReadItsAnswer) {
  handler = [](HttpRequest) -> awaitable<HttpOutcome> {
    co_return text_answer(200, std::string(1U << 20, 'x'));
  };
  auto client = run(world.network().connect(address)).value();
  const std::string request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  ASSERT_TRUE(run(write_all(client, asio::buffer(request))));
  world.run_for(options.write_timeout);
  const auto text = run(read_text(client));
  EXPECT_LT(text.size(), 1U << 20);
}

awaitable<void> say_in_pieces(Clock& clock, HttpBody& body) {
  for (const char* piece : {"one ", "two ", "three"}) {
    const auto written = co_await body.write(piece);
    if (!written) co_return;
    co_await sleep_for(clock, 1s);
  }
}

TEST_F(HttpServerTest, SendsABodyPieceByPiece) {
  handler = [this](HttpRequest) -> awaitable<HttpOutcome> {
    co_return StreamedResponse{
        200, {{"A", "b"}}, [this](HttpBody& body) { return say_in_pieces(world.clock(), body); }};
  };
  EXPECT_EQ(exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n\r\none two three");
}

awaitable<void> say_without_end(HttpBody& body, bool& gave_up) {
  for (;;) {
    const auto written = co_await body.write(std::string(1U << 16, 'x'));
    if (!written) break;
  }
  gave_up = true;
}

TEST_F(HttpServerTest, GivesUpOnAClientThatStopsReadingABody) {
  bool gave_up = false;
  handler = [&gave_up](HttpRequest) -> awaitable<HttpOutcome> {
    co_return StreamedResponse{
        200, {}, [&gave_up](HttpBody& body) { return say_without_end(body, gave_up); }};
  };
  auto client = run(world.network().connect(address)).value();
  const std::string request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  ASSERT_TRUE(run(write_all(client, asio::buffer(request))));
  world.run_for(options.write_timeout - 1s);
  EXPECT_FALSE(gave_up);
  world.run_for(2s);
  EXPECT_TRUE(gave_up);
}

TEST_F(HttpServerTest, RefusesAnUpgradeNobodyAskedFor) {
  handler = [](HttpRequest) -> awaitable<HttpOutcome> { co_return UpgradeToWebSocket{}; };
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
}

TEST_F(HttpServerTest, SwitchesProtocolsAsTheStrictestClientWantsIt) {
  handler = [](HttpRequest) -> awaitable<HttpOutcome> {
    co_return UpgradeToWebSocket{[](WebSocket) -> awaitable<void> { co_return; }, {}};
  };
  const auto text = exchange(
      "GET /ws HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n");
  EXPECT_THAT(text, StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(text, HasSubstr("\r\nConnection: Upgrade\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nUpgrade: websocket\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("Extensions")));
  EXPECT_THAT(text, EndsWith("\r\n\r\n"));
}

}  // namespace
}  // namespace stormlark
