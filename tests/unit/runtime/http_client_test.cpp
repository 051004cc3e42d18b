#include "runtime/http_client.h"

#include "network_fixture.h"
#include "runtime/errors.h"

#include <gmock/gmock.h>

namespace stormlark {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// What a scripted server does on one connection: an answer per request, and then the end.
using Answers = std::vector<std::string>;

std::string ok(const std::string& body, const std::string& fields = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + fields +
         "\r\n" + body;
}

class HttpClientTest : public NetworkTest {
 protected:
  Endpoint address{"127.0.0.1", 80};
  std::unique_ptr<Listener> listener = world.network().listen(address).value();
  Dialer dialer{world.network(), world.tls().make_client().value(), {}};
  HttpClient::Options options;
  std::vector<std::string> requests;

  /// Serves connections one after the other; the last one stays open.
  void serve(std::vector<Answers> connections) { tasks.spawn(script(std::move(connections))); }

  awaitable<void> script(std::vector<Answers> connections) {
    for (const auto& answers : connections) {
      auto stream = co_await listener->accept();
      if (!stream) co_return;
      for (const auto& answer : answers) {
        char buffer[4096];
        const auto n = co_await read_some(*stream, asio::buffer(buffer));
        if (!n) break;
        requests.emplace_back(buffer, *n);
        co_await write_all(*stream, asio::buffer(answer));
      }
      if (&answers == &connections.back()) co_await read_text(*stream);
    }
  }

  Result<HttpResponse> get(HttpClient& client, const std::string& target = "/") {
    return run(client.send(url("http://127.0.0.1"), {"GET", target, {}, ""}));
  }
};

TEST_F(HttpClientTest, SendsARequestAndReadsItsAnswer) {
  serve({{ok("hello", "X-Log-Id: 7\r\n")}});
  HttpClient client(world.clock(), dialer, options);
  const auto response =
      run(client.send(url("http://127.0.0.1"), {"POST", "/a?b=1", {{"X-A", "1"}}, "{}"}));
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "hello");
  EXPECT_EQ(response->fields.get("x-log-id"), "7");
  ASSERT_EQ(requests.size(), 1);
  EXPECT_EQ(requests[0],
            "POST /a?b=1 HTTP/1.1\r\nX-A: 1\r\nHost: 127.0.0.1\r\nUser-Agent: stormlark\r\n"
            "Content-Length: 2\r\n\r\n{}");
}

TEST_F(HttpClientTest, UsesAConnectionAgain) {
  serve({{ok("1"), ok("2"), ok("3")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "1");
  EXPECT_EQ(get(client)->body, "2");
  EXPECT_EQ(get(client)->body, "3");
}

TEST_F(HttpClientTest, DialsAnewWhereTheServerCloses) {
  serve({{ok("1", "Connection: close\r\n")}, {ok("2")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "1");
  EXPECT_EQ(get(client)->body, "2");
}

TEST_F(HttpClientTest, DialsAnewAfterALongPauseAndOnDemand) {
  serve({{ok("1"), "never"}, {ok("2"), "never"}, {ok("3")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "1");
  world.run_for(options.idle_max + 1s);
  EXPECT_EQ(get(client)->body, "2");
  client.forget_idle();
  EXPECT_EQ(get(client)->body, "3");
}

TEST_F(HttpClientTest, SendsAgainWhenAKeptConnectionWasStale) {
  serve({{ok("1")}, {ok("2")}});  // the server closes after the first answer, without saying so
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "1");
  EXPECT_EQ(get(client)->body, "2");
}

TEST_F(HttpClientTest, SendsNothingAgainOnceAnAnswerHasBegun) {
  serve({{ok("1"), "HTTP/1.1 200 OK\r\nContent-Le"}, {ok("2")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "1");
  EXPECT_EQ(get(client).error(), asio::error::eof);
  EXPECT_EQ(requests.size(), 2);
}

TEST_F(HttpClientTest, SendsNothingAgainOnAFreshConnection) {
  serve({{""}, {ok("never")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client).error(), asio::error::eof);
  EXPECT_EQ(requests.size(), 1);
}

TEST_F(HttpClientTest, GivesUpInTime) {
  serve({});  // nobody accepts
  HttpClient client(world.clock(), dialer, options);
  Result<HttpResponse> response = HttpResponse{};
  const auto took = time_of([&] { response = get(client); });
  EXPECT_EQ(response.error(), asio::error::timed_out);
  EXPECT_EQ(took, options.timeout);
}

TEST_F(HttpClientTest, ForgetsAConnectionOnWhichItGaveUp) {
  serve({{ok("1"), "HTTP/1.1 200 OK\r\n"}, {ok("2")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "1");
  EXPECT_FALSE(get(client));
  EXPECT_EQ(get(client)->body, "2");
}

TEST_F(HttpClientTest, BoundsTheBody) {
  options.body_bytes_max = 4;
  serve({{ok("12345")}, {ok("1234")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client).error(), asio::error::message_size);
  EXPECT_EQ(get(client)->body, "1234");
}

TEST_F(HttpClientTest, PassesOverInterimAnswers) {
  serve({{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + ok("final")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "final");
}

TEST_F(HttpClientTest, ReadsABodyThatEndsWithTheConnection) {
  serve({{"HTTP/1.1 200 OK\r\n\r\nall of it"}, {ok("2")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "all of it");
  EXPECT_EQ(get(client)->body, "2");
}

TEST_F(HttpClientTest, DoesNotTrustAConnectionThatSaysMoreThanItWasAsked) {
  serve({{ok("1") + ok("smuggled"), "never"}, {ok("2")}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client)->body, "1");
  EXPECT_EQ(get(client)->body, "2");
}

TEST_F(HttpClientTest, NamesWhatIsNotHttp) {
  serve({{"SSH-2.0-OpenSSH_9.2\r\n"}});
  HttpClient client(world.clock(), dialer, options);
  EXPECT_EQ(get(client).error(), RuntimeErrc::not_http);
}

class TunnelTest : public HttpClientTest {
 protected:
  Dialer::Options through{.proxy = Endpoint{"127.0.0.1", 80}, .proxy_basic = std::nullopt};

  Result<Stream> dial(const std::string& target) {
    const Dialer tunneller(world.network(), world.tls().make_client().value(), through);
    return run(tunneller.dial(url(target)));
  }
};

TEST_F(TunnelTest, AsksTheProxyForTheTarget) {
  through.proxy_basic = "user:pass";
  serve({{"HTTP/1.1 200 Connection established\r\n\r\n", "through"}});
  auto stream = dial("http://open.feishu.cn").value();
  EXPECT_EQ(requests.at(0),
            "CONNECT open.feishu.cn:80 HTTP/1.1\r\nHost: open.feishu.cn:80\r\n"
            "Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n");
  ASSERT_TRUE(run(write_all(stream, asio::buffer("hello", 5))));
  char buffer[16];
  EXPECT_EQ(run(read_some(stream, asio::buffer(buffer))).value(), 7);
}

TEST_F(TunnelTest, SaysWhatTheProxyAnswered) {
  serve({{"HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\n"},
         {"HTTP/1.1 407 Who\r\n\r\n"},
         {"HTTP/1.1 200 OK\r\n\r\ntoo early"},
         {"SSH-2.0\r\n"},
         {}});
  EXPECT_EQ(dial("http://a").error(), RuntimeErrc::tunnel_refused);
  EXPECT_EQ(dial("http://a").error(), RuntimeErrc::proxy_auth_required);
  EXPECT_EQ(dial("http://a").error(), RuntimeErrc::read_ahead);
  EXPECT_EQ(dial("http://a").error(), RuntimeErrc::not_http);
}

TEST_F(TunnelTest, SaysThatTheProxyIsNotThere) {
  listener->close();
  EXPECT_EQ(dial("http://a").error(), asio::error::connection_refused);
}

TEST_F(TunnelTest, TheWayThereHasItsOwnLimit) {
  options.dial_timeout = 2s;
  serve({{""}});  // the proxy never answers
  const Dialer tunneller(world.network(), world.tls().make_client().value(), through);
  HttpClient client(world.clock(), tunneller, options);
  Result<HttpResponse> response = HttpResponse{};
  const auto took = time_of([&] { response = get(client); });
  EXPECT_EQ(response.error(), asio::error::host_unreachable);
  EXPECT_EQ(took, 2s);
}

}  // namespace
}  // namespace stormlark
