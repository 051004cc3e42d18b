// One conversation over a link that breaks after each possible number of bytes: whatever happens,
// everybody must come to an end.
#include "network_fixture.h"
#include "runtime/http_client.h"
#include "runtime/openssl_tls.h"
#include "runtime/timeout.h"

#include <array>

#include <boost/asio/append.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

namespace stormlark {
namespace {

enum class Break { fin, reset, silence, cancel };

// Lets so many bytes of one side pass, and then breaks.
class BreakingStream final : public ByteStream {
 public:
  BreakingStream(Stream inner, std::size_t bytes, Break how, std::function<void()> cancel)
      : inner_(std::move(inner)), left_(bytes), how_(how), cancel_(std::move(cancel)) {}

  asio::any_io_executor get_executor() override { return inner_.get_executor(); }
  void read_some(asio::mutable_buffer to, IoHandler done) override {
    inner_.bytes().read_some(to, std::move(done));
  }
  void write_some(asio::const_buffer from, IoHandler done) override {
    const auto passing = asio::buffer(from, left_);
    left_ -= passing.size();
    if (passing.size() > 0) return inner_.bytes().write_some(passing, std::move(done));
    if (how_ == Break::silence) {
      asio::post(get_executor(), asio::append(std::move(done), error_code(), from.size()));
      return;
    }
    if (how_ == Break::fin) inner_.close();
    if (how_ == Break::reset) inner_.reset();
    inner_.bytes().write_some(from, std::move(done));
    if (how_ == Break::cancel) cancel_();
  }
  void shutdown(EndHandler done) override { inner_.bytes().shutdown(std::move(done)); }
  void close() override { inner_.close(); }
  void reset() override { inner_.reset(); }

 private:
  Stream inner_;
  std::size_t left_;
  Break how_;
  std::function<void()> cancel_;
};

class BrokenLinkTest : public NetworkTest, public testing::WithParamInterface<Break> {
 protected:
  static constexpr Clock::duration patience = 5s;

  OpensslTls tls{world.clock()};
  std::unique_ptr<TlsAuthority> authority = tls.make_authority();
  TlsServer acceptor = authority->make_server({"host"});
  TlsClient trusting = tls.make_client(authority->certificate_pem()).value();
  HttpHandler handler = [](HttpRequest) -> awaitable<HttpOutcome> {
    co_return UpgradeToWebSocket{echo, {}};
  };
  int conversations_completed = 0;

  static awaitable<void> echo(WebSocket socket) {
    for (;;) {
      auto message = co_await socket.read();
      if (!message) break;
      co_await socket.send_binary(std::move(message->bytes));
    }
    co_await socket.close();
  }

  awaitable<void> serve(Stream transport, bool secure) {
    if (secure) {
      auto secured =
          co_await with_timeout(world.clock(), patience, acceptor.accept(std::move(transport)));
      if (!secured) co_return;
      transport = std::move(*secured);
    }
    co_await serve_http(world.clock(), std::move(transport), handler);
  }

  awaitable<void> converse(Stream transport, bool secure) {
    if (secure) {
      auto secured = co_await with_timeout(world.clock(), patience,
                                           trusting.connect(std::move(transport), "host"));
      if (!secured) co_return;
      transport = std::move(*secured);
    }
    UpgradeRefusal refusal;
    auto socket = co_await with_timeout(
        world.clock(), patience,
        upgrade(world.clock(), std::move(transport), url("ws://host/"), {}, {}, refusal));
    if (!socket) co_return;
    for (int round = 0; round < 3; ++round) {
      co_await socket->send_binary(std::string(20, 'x'));
      co_await socket->ping();
      auto answer = co_await with_timeout(world.clock(), patience, socket->read());
      if (!answer) break;
    }
    co_await socket->close(1000, "bye");
    if (socket->end().close_code == 1000) ++conversations_completed;
  }

  void break_after(std::size_t bytes, bool at_client, bool secure) {
    auto [near, far] = connected_streams();
    Stream& broken = at_client ? near : far;
    broken = Stream(std::make_unique<BreakingStream>(std::move(broken), bytes, GetParam(),
                                                     [this] { tasks.stop(); }));
    tasks.spawn(serve(std::move(far), secure));
    tasks.spawn(converse(std::move(near), secure));
    ASSERT_TRUE(world.run_until([this] { return tasks.empty(); }, 5min))
        << "somebody waits for ever when " << (at_client ? "the client" : "the server")
        << " breaks off after " << bytes << " bytes";
  }

  // Until the link holds long enough for the whole conversation.
  void break_at_each(std::size_t step, bool at_client, bool secure) {
    conversations_completed = 0;
    std::size_t bytes = 0;
    while (conversations_completed == 0 && !HasFatalFailure()) {
      break_after(bytes, at_client, secure);
      bytes += step;
    }
    EXPECT_GT(bytes, 10 * step);
  }
};

TEST_P(BrokenLinkTest, EndsWhenTheClientBreaksOff) {
  break_at_each(1, true, false);
}
TEST_P(BrokenLinkTest, EndsWhenTheServerBreaksOff) {
  break_at_each(1, false, false);
}
TEST_P(BrokenLinkTest, EndsWhenTheClientBreaksOffInsideTls) {
  break_at_each(23, true, true);
}
TEST_P(BrokenLinkTest, EndsWhenTheServerBreaksOffInsideTls) {
  break_at_each(23, false, true);
}

std::string name_of(const testing::TestParamInfo<Break>& test) {
  constexpr std::array names{"fin", "reset", "silence", "cancel"};
  return names.at(static_cast<std::size_t>(test.param));
}
INSTANTIATE_TEST_SUITE_P(Ways, BrokenLinkTest,
                         testing::Values(Break::fin, Break::reset, Break::silence, Break::cancel),
                         name_of);

}  // namespace
}  // namespace stormlark
