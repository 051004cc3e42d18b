// What a handshake without cryptography costs and says; what it has in common with OpenSSL's is in
// tls_test.cpp.
#include "runtime/simulated/clock.h"
#include "runtime/simulated/tls.h"
#include "simulated_network_fixture.h"

namespace stormlark {
namespace {

class SimulatedTlsTest : public SimulatedNetworkTest {
 protected:
  SimulatedHost machine{"bot"};
  ProcessClock clock{timeline, machine, bot.loop.get_executor()};
  SimulatedTls tls{clock, Prng(1)};
  std::unique_ptr<TlsAuthority> authority = tls.make_authority();
  TlsServer server = authority->make_server({"platform"});
  TlsClient client = tls.make_client(authority->certificate_pem()).value();
};

TEST_F(SimulatedTlsTest, TakesOneRoundTrip) {
  auto [near, far] = connect();
  const auto accepting = start(platform, server.accept(std::move(far)));
  EXPECT_TRUE(run(bot, client.connect(std::move(near), "platform")));
  EXPECT_EQ(elapsed(), 20ms);
  EXPECT_TRUE(finish(accepting));
  EXPECT_EQ(elapsed(), 30ms);
}

TEST_F(SimulatedTlsTest, PassesBytesAsTheyAre) {
  auto [near, far] = connect();
  const auto accepting = start(platform, server.accept(std::move(far)));
  Stream secured = run(bot, client.connect(std::move(near), "platform")).value();
  ASSERT_TRUE(run(bot, send(secured, "right behind the handshake")));
  secured.close();
  Stream accepted = finish(accepting).value();
  EXPECT_EQ(run(platform, read_to_end(accepted)), "right behind the handshake");
}

TEST_F(SimulatedTlsTest, StallsWithAServerThatNeverAnswers) {
  auto [near, far] = connect();
  const auto connecting = start(bot, client.connect(std::move(near), "platform"));
  run_for(1h);
  ASSERT_FALSE(connecting->done());
  connecting->cancellation.emit(asio::cancellation_type::terminal);
  poll_all();
  EXPECT_EQ(connecting->error(), asio::error::operation_aborted);
}

TEST_F(SimulatedTlsTest, JudgesByTheWallClockOfItsHost) {
  machine.step_wall(std::chrono::hours(-2));
  auto [near, far] = connect();
  const auto accepting = start(platform, server.accept(std::move(far)));
  EXPECT_EQ(run(bot, client.connect(std::move(near), "platform")).error().message(),
            "certificate is not yet valid");
}

TEST_F(SimulatedTlsTest, NamesAuthoritiesBySeed) {
  SimulatedTls same(clock, Prng(1));
  SimulatedTls other(clock, Prng(2));
  EXPECT_EQ(same.make_authority()->certificate_pem(), authority->certificate_pem());
  EXPECT_NE(other.make_authority()->certificate_pem(), authority->certificate_pem());
  EXPECT_NE(tls.make_authority()->certificate_pem(), authority->certificate_pem());
}

}  // namespace
}  // namespace stormlark
