#include "runtime/tls.h"

#include "network_fixture.h"
#include "runtime/http_client.h"
#include "runtime/openssl_tls.h"
#include "runtime/simulated/tls.h"
#include "runtime/timeout.h"

#include <gmock/gmock.h>

namespace stormlark {
namespace {

using testing::HasSubstr;

enum class Kind { openssl, simulated };

std::unique_ptr<Tls> make_tls(Kind kind, World& world) {
  if (kind == Kind::openssl) return std::make_unique<OpensslTls>(world.clock());
  return std::make_unique<SimulatedTls>(world.clock(), world.random().fork("tls"));
}

std::string name_of(const testing::TestParamInfo<Kind>& test) {
  return test.param == Kind::openssl ? "openssl" : "simulated";
}

// What both kinds of TLS have in common.
class TlsTest : public NetworkTest, public testing::WithParamInterface<Kind> {
 protected:
  std::unique_ptr<Tls> tls = make_tls(GetParam(), world);
  std::unique_ptr<TlsAuthority> authority = tls->make_authority();
  TlsServer acceptor = authority->make_server({"platform.test", "127.0.0.1", "::1"});
  TlsClient trusting = tls->make_client(authority->certificate_pem()).value();
  std::optional<Stream> server;
  error_code refused;

  Result<Stream> connect(const TlsClient& client, const std::string& host) {
    auto [near, far] = connected_streams();
    tasks.spawn(accept(std::move(far)));
    auto connected = run(client.connect(std::move(near), host));
    world.run_until([this] { return tasks.empty(); }, 1s);  // the server's side of the handshake
    return connected;
  }

  awaitable<void> accept(Stream transport) {
    auto accepted = co_await acceptor.accept(std::move(transport));
    refused = accepted ? error_code() : accepted.error();
    if (accepted) server = std::move(*accepted);
  }
};

TEST_P(TlsTest, CarriesBytesBothWays) {
  auto client = connect(trusting, "platform.test").value();
  const std::string large(200'000, 'x');
  ASSERT_TRUE(run(write_all(client, asio::buffer(large))));
  client.close();
  EXPECT_EQ(run(read_text(*server)), large);
}

TEST_P(TlsTest, EndsOneSideAlone) {
  auto client = connect(trusting, "platform.test").value();
  ASSERT_TRUE(run(shutdown_send(client)));
  EXPECT_EQ(run(read_text(*server)), "");
  ASSERT_TRUE(run(write_all(*server, asio::buffer("still here", 10))));
  ASSERT_TRUE(run(shutdown_send(*server)));
  EXPECT_EQ(run(read_text(client)), "still here");
}

TEST_P(TlsTest, PassesAResetOn) {
  auto client = connect(trusting, "platform.test").value();
  server->reset();
  EXPECT_EQ(run(read_text(client)), " <reset>");
}

TEST_P(TlsTest, AcceptsAddressLiterals) {
  EXPECT_TRUE(connect(trusting, "127.0.0.1"));
  EXPECT_TRUE(connect(trusting, "::1"));
}

TEST_P(TlsTest, RefusesAnotherHost) {
  EXPECT_EQ(connect(trusting, "other.test").error().message(), "hostname mismatch");
  EXPECT_EQ(connect(trusting, "127.0.0.2").error().message(), "IP address mismatch");
  EXPECT_THAT(refused.message(), HasSubstr("bad certificate"));
}

TEST_P(TlsTest, RefusesAnUnknownAuthority) {
  const auto stranger = tls->make_client().value();
  EXPECT_THAT(connect(stranger, "platform.test").error().message(), HasSubstr("issuer"));
  const auto other = tls->make_client(tls->make_authority()->certificate_pem()).value();
  EXPECT_THAT(connect(other, "platform.test").error().message(), HasSubstr("issuer"));
}

TEST_P(TlsTest, RefusesACertificateThatHasExpired) {
  world.run_for(std::chrono::hours(24 * 8));
  EXPECT_EQ(connect(trusting, "platform.test").error().message(), "certificate has expired");
}

TEST_P(TlsTest, FailsOnAPeerThatSpeaksSomethingElse) {
  auto [near, far] = connected_streams();
  ASSERT_TRUE(run(write_all(far, asio::buffer("HTTP/1.1 400 Bad Request\r\n\r\n", 28))));
  const auto handshake = run(trusting.connect(std::move(near), "platform.test"));
  EXPECT_THAT(handshake.error().message(), HasSubstr("wrong version number"));
}

TEST_P(TlsTest, CanBeGivenADeadline) {
  auto [near, silent] = connected_streams();
  const auto handshake =
      run(with_timeout(world.clock(), 3s, trusting.connect(std::move(near), "platform.test")));
  EXPECT_EQ(handshake.error(), asio::error::timed_out);
}

TEST_P(TlsTest, SaysThatACertificateCannotBeRead) {
  const auto client = tls->make_client("not a certificate");
  ASSERT_FALSE(client);
  EXPECT_THAT(client.error().message(), HasSubstr("no start line"));
}
INSTANTIATE_TEST_SUITE_P(Kinds, TlsTest, testing::Values(Kind::openssl, Kind::simulated), name_of);

// A simulated stream ends as its transport does.
using OpensslTest = TlsTest;

TEST_P(OpensslTest, TellsAnOrderlyEndFromATruncatedOne) {
  auto orderly = connect(trusting, "platform.test").value();
  char byte;
  ASSERT_TRUE(run(shutdown_send(*server)));
  EXPECT_EQ(run(read_some(orderly, asio::buffer(&byte, 1))).error(), asio::error::eof);
  auto truncated = connect(trusting, "platform.test").value();
  server->close();
  EXPECT_NE(run(read_some(truncated, asio::buffer(&byte, 1))).error(), asio::error::eof);
}

INSTANTIATE_TEST_SUITE_P(Kinds, OpensslTest, testing::Values(Kind::openssl), name_of);

// An HTTP server behind TLS, as a platform is.
class SecureServerTest : public TlsTest {
 protected:
  std::unique_ptr<Listener> listener = world.network().listen({"127.0.0.1", 443}).value();
  HttpHandler handler = [](HttpRequest request) { return answer(std::move(request)); };
  Dialer dialer{world.network(), trusting, {}};

  void SetUp() override { tasks.spawn(serve()); }

  awaitable<void> serve() {
    for (;;) {
      auto transport = co_await listener->accept();
      if (!transport) co_return;
      auto secured = co_await acceptor.accept(std::move(*transport));
      if (secured) tasks.spawn(serve_http(world.clock(), std::move(*secured), handler));
    }
  }

  static awaitable<HttpOutcome> answer(HttpRequest request) {
    if (request.path() == "/ws") co_return UpgradeToWebSocket{echo, {}};
    co_return HttpResponse{200, {}, "secret"};
  }

  static awaitable<void> echo(WebSocket socket) {
    for (;;) {
      auto message = co_await socket.read();
      if (!message) co_return;
      co_await socket.send_binary(std::move(message->bytes));
    }
  }
};

TEST_P(SecureServerTest, AnswersHttp) {
  HttpClient client(world.clock(), dialer, {});
  const auto response = run(client.send(url("https://127.0.0.1"), {}));
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->body, "secret");
}

TEST_P(SecureServerTest, CarriesAWebSocketToAnOrderlyEnd) {
  const Url address = url("wss://127.0.0.1/ws");
  auto stream = run(dialer.dial(address)).value();
  UpgradeRefusal refusal;
  auto socket = run(upgrade(world.clock(), std::move(stream), address, {}, {}, refusal)).value();
  ASSERT_TRUE(run(socket.send_binary("frame")));
  EXPECT_EQ(run(socket.read())->bytes, "frame");
  EXPECT_EQ(time_of([&] { run(socket.close()); }), 0s);
  EXPECT_EQ(socket.end().close_code, 1000);
}

INSTANTIATE_TEST_SUITE_P(Kinds, SecureServerTest, testing::Values(Kind::openssl, Kind::simulated),
                         name_of);

}  // namespace
}  // namespace stormlark
