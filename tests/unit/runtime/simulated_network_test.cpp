// How connections begin, what the wire does to them, and how a process leaves the network.
#include "runtime/simulated/network.h"
#include "simulated_network_fixture.h"

#include <vector>

#include <gmock/gmock.h>

namespace stormlark {
namespace {

using testing::ElementsAre;

constexpr std::size_t window_bytes = 256 * 1024;

TEST_F(SimulatedNetworkTest, ConnectsWithinOneRoundTrip) {
  const auto accepting = start(platform, listener->accept());
  Stream near = run(bot, bot.network->connect(door)).value();
  EXPECT_EQ(elapsed(), 20ms);
  const Stream far = finish(accepting).value();
  EXPECT_EQ(elapsed(), 30ms);
}

TEST_F(SimulatedNetworkTest, ReachesAHostByItsName) {
  EXPECT_TRUE(run(bot, bot.network->connect({"platform", 443})));
  EXPECT_TRUE(run(bot, bot.network->connect({"localhost", 443})));
  EXPECT_EQ(run(platform, platform.network->connect({"bot", 443})).error(),
            asio::error::connection_refused);
}

TEST_F(SimulatedNetworkTest, CompletesConnectionsThatNobodyAccepts) {
  Stream near = run(bot, bot.network->connect(door)).value();
  ASSERT_TRUE(run(bot, send(near, "hello")));
  run_for(1s);
  Stream far = run(platform, listener->accept()).value();
  EXPECT_EQ(run(platform, receive(far)).value(), "hello");
}

TEST_F(SimulatedNetworkTest, GivesOutPortsInOrder) {
  EXPECT_EQ(bot.network->listen({"127.0.0.1", 0}).value()->local_endpoint().port, 20'000);
  EXPECT_EQ(platform.network->listen({"127.0.0.1", 0}).value()->local_endpoint().port, 20'001);
  const auto taken = bot.network->listen({"127.0.0.1", 20'002}).value();
  EXPECT_EQ(platform.network->listen({"localhost", 0}).value()->local_endpoint().port, 20'003);
}

TEST_F(SimulatedNetworkTest, RefusesAPortThatIsTaken) {
  EXPECT_EQ(bot.network->listen({"localhost", 443}).error(), asio::error::address_in_use);
  listener->close();
  EXPECT_TRUE(bot.network->listen({"localhost", 443}));
}

TEST_F(SimulatedNetworkTest, RefusesWhereNobodyListens) {
  listener->close();
  EXPECT_EQ(run(bot, bot.network->connect(door)).error(), asio::error::connection_refused);
  EXPECT_EQ(elapsed(), 20ms);
}

TEST_F(SimulatedNetworkTest, RefusesOverAWireThatIsToldTo) {
  set_there({.latency = 10ms, .refused = true});
  EXPECT_EQ(run(bot, bot.network->connect(door)).error(), asio::error::connection_refused);
}

TEST_F(SimulatedNetworkTest, KnowsOnlyTheNamesOfHosts) {
  EXPECT_EQ(run(bot, bot.network->connect({"nowhere", 443})).error(), asio::error::host_not_found);
  network.set_name("platform", {.unresolvable = true});
  EXPECT_EQ(run(bot, bot.network->connect({"platform", 443})).error(), asio::error::host_not_found);
  EXPECT_EQ(elapsed(), 0s);
}

TEST_F(SimulatedNetworkTest, TakesItsTimeToResolveAName) {
  network.set_name("platform", {.delay = 3s});
  EXPECT_TRUE(run(bot, bot.network->connect({"platform", 443})));
  EXPECT_EQ(elapsed(), 3s + 20ms);
}

TEST_F(SimulatedNetworkTest, HangsInABlackholeUntilItIsHealed) {
  set_there(blackhole());
  const auto connecting = start(bot, bot.network->connect(door));
  run_for(5min);
  EXPECT_FALSE(connecting->done());
  EXPECT_EQ(bot.network->waiting_for(), "1 connect");
  set_there(ten_ms);
  EXPECT_TRUE(finish(connecting));
  EXPECT_EQ(elapsed(), 5min + 20ms);
}

TEST_F(SimulatedNetworkTest, CarriesBytesAfterTheLatency) {
  auto [near, far] = connect();
  const auto reading = start(platform, receive(far));
  ASSERT_TRUE(run(bot, send(near, "hello")));
  EXPECT_EQ(elapsed(), 0ms) << "the writer waited for the wire";
  EXPECT_EQ(finish(reading).value(), "hello");
  EXPECT_EQ(elapsed(), 10ms);
}

TEST_F(SimulatedNetworkTest, KeepsTheOrderUnderJitter) {
  auto [near, far] = connect();
  set_there({.latency = 1ms, .jitter = 50ms});
  std::string sent;
  for (int i = 0; i < 100; ++i) {
    sent += std::to_string(i) + " ";
    ASSERT_TRUE(run(bot, send(near, std::to_string(i) + " ")));
    run_for(1ms);
  }
  near.close();
  EXPECT_EQ(run(platform, read_to_end(far)), sent);
}

TEST_F(SimulatedNetworkTest, TakesTheTimeThatBandwidthAllows) {
  auto [near, far] = connect();
  set_there({.latency = 10ms, .jitter = 0ms, .bytes_per_second = 1000});
  ASSERT_TRUE(run(bot, send(near, std::string(500, 'a'))));
  ASSERT_TRUE(run(bot, send(near, std::string(500, 'b'))));
  ASSERT_TRUE(run(platform, receive(far)));
  EXPECT_EQ(elapsed(), 510ms);
  ASSERT_TRUE(run(platform, receive(far)));
  EXPECT_EQ(elapsed(), 1010ms);
}

TEST_F(SimulatedNetworkTest, LetsAWriterWaitForRoom) {
  auto [near, far] = connect();
  const auto sending = start(bot, send(near, std::string(window_bytes + 1, 'x')));
  run_for(1h);
  EXPECT_FALSE(sending->done());
  EXPECT_EQ(bot.network->waiting_for(), "1 write");
  ASSERT_TRUE(run(platform, receive(far)));
  EXPECT_FALSE(sending->done()) << "it heard of the room at once";
  EXPECT_TRUE(finish(sending));
  near.close();
  EXPECT_EQ(run(platform, read_to_end(far)).size(), window_bytes + 1 - 1024);
}

TEST_F(SimulatedNetworkTest, WithholdsBytesUntilTheBlackholeIsHealed) {
  auto [near, far] = connect();
  set_there(blackhole());
  const auto reading = start(platform, read_to_end(far));
  ASSERT_TRUE(run(bot, send(near, "one ")));
  run_for(1min);
  ASSERT_TRUE(run(bot, send(near, "two")));
  near.close();
  run_for(1min);
  EXPECT_FALSE(reading->done());
  set_there(ten_ms);
  EXPECT_EQ(finish(reading), "one two");
  EXPECT_EQ(elapsed(), 2min + 10ms);
}

TEST_F(SimulatedNetworkTest, BlackholesOneDirectionAlone) {
  auto [near, far] = connect();
  set_there(blackhole());
  ASSERT_TRUE(run(bot, send(near, "lost")));
  ASSERT_TRUE(run(platform, send(far, "heard")));
  EXPECT_EQ(run(bot, receive(near)).value(), "heard");
}

TEST_F(SimulatedNetworkTest, CarriesEveryByteWhateverTheWireDoes) {
  Prng random(1);
  const auto any_wire = [&random] {
    return Wire{.latency = std::chrono::milliseconds(random.below(50)),
                .jitter = std::chrono::milliseconds(random.below(50)),
                .bytes_per_second = 1'000'000 + random.below(10'000'000),
                .blackhole = random.chance(0.5)};
  };
  for (int round = 0; round < 10; ++round) {
    set_both(ten_ms);
    auto [near, far] = connect();
    const std::string sent = random.hex(random.below(600'000));
    const auto sending = start(bot, send(near, sent));
    const auto reading = start(platform, read_to_end(far));
    while (!sending->done()) {
      set_there(any_wire());
      set_back(any_wire());
      run_for(std::chrono::milliseconds(random.below(100)));
    }
    near.close();
    set_both(ten_ms);
    EXPECT_TRUE(finish(reading) == sent) << "in round " << round;
  }
}

TEST_F(SimulatedNetworkTest, ForgetsAConnectionThatIdles) {
  auto [near, far] = connect();
  set_both({.latency = 10ms, .jitter = 0ms, .idle_drop = 1min});
  run_for(59s);
  ASSERT_TRUE(run(bot, send(near, "kept")));
  EXPECT_EQ(run(platform, receive(far)).value(), "kept");
  run_for(1min + 1s);
  set_both(ten_ms);  // too late
  const auto reading = start(bot, receive(near));
  ASSERT_TRUE(run(bot, send(near, "lost")));
  ASSERT_TRUE(run(platform, send(far, "lost as well")));
  near.reset();
  const auto never = start(platform, receive(far));
  run_for(1h);
  EXPECT_EQ(reading->error(), asio::error::operation_aborted);
  EXPECT_FALSE(never->done());
}

TEST_F(SimulatedNetworkTest, BreaksConnectionsFromOutside) {
  auto [near, far] = connect();
  network.reset_connections("platform", "bot");
  EXPECT_EQ(run(bot, receive(near)).error(), asio::error::connection_reset);
  EXPECT_EQ(run(platform, receive(far)).error(), asio::error::connection_reset);
  EXPECT_EQ(elapsed(), 0s);
  auto [again_near, again_far] = connect();
  network.finish_connections("bot", "platform");
  EXPECT_EQ(run(bot, read_to_end(again_near)), "");
  EXPECT_EQ(run(platform, read_to_end(again_far)), "");
  ASSERT_TRUE(run(bot, send(again_near, "to nobody")));
  run_for(20ms);
  EXPECT_EQ(run(bot, send(again_near, "x")).error(), asio::error::broken_pipe);
}

TEST_F(SimulatedNetworkTest, ArrivesAtTheSameInstantsForTheSameSeed) {
  const auto arrivals = [](std::uint64_t seed) {
    Timeline time;
    SimulatedNetwork wires(time, Prng(seed));
    asio::io_context loop(1);
    const auto network = wires.attach("here", loop.get_executor());
    const auto at = network->listen({"127.0.0.1", 0}).value();
    std::vector<Clock::time_point> instants;
    for (int i = 0; i < 5; ++i) {
      asio::co_spawn(loop, network->connect(at->local_endpoint()),
                     [&](std::exception_ptr, Result<Stream>) { instants.push_back(time.now()); });
    }
    while (instants.size() < 5) {
      if (loop.poll() == 0) time.advance();
      loop.restart();
    }
    return instants;
  };
  EXPECT_EQ(arrivals(1), arrivals(1));
  EXPECT_NE(arrivals(1), arrivals(2));
}

}  // namespace
}  // namespace stormlark
