// How connections end: in order, by a reset, by cancellation, with the process.
#include "simulated_network_fixture.h"

namespace stormlark {
namespace {

using SimulatedSocketTest = SimulatedNetworkTest;

TEST_F(SimulatedSocketTest, EndsAfterWhatWasWritten) {
  auto [near, far] = connect();
  ASSERT_TRUE(run(bot, send(near, "last words")));
  near.close();
  EXPECT_EQ(run(platform, read_to_end(far)), "last words");
}

TEST_F(SimulatedSocketTest, EndsEvenWhenNobodyHoldsItAnyMore) {
  {
    Stream near = run(bot, bot.network->connect(door)).value();
    ASSERT_TRUE(run(bot, send(near, "last words")));
  }
  Stream far = run(platform, listener->accept()).value();
  EXPECT_EQ(run(platform, read_to_end(far)), "last words");
}

TEST_F(SimulatedSocketTest, EndsOneSideAlone) {
  auto [near, far] = connect();
  ASSERT_TRUE(run(bot, shutdown_send(near)));
  EXPECT_EQ(run(platform, read_to_end(far)), "");
  EXPECT_EQ(run(bot, send(near, "more")).error(), asio::error::broken_pipe);
  ASSERT_TRUE(run(platform, send(far, "still here")));
  ASSERT_TRUE(run(platform, shutdown_send(far)));
  EXPECT_EQ(run(bot, read_to_end(near)), "still here");
}

TEST_F(SimulatedSocketTest, DropsWhatIsOnItsWayAtAReset) {
  auto [near, far] = connect();
  ASSERT_TRUE(run(bot, send(near, "arrived")));
  run_for(10ms);
  ASSERT_TRUE(run(bot, send(near, "on its way")));
  near.reset();
  EXPECT_EQ(run(platform, receive(far)).value(), "arrived");
  EXPECT_EQ(run(platform, receive(far)).error(), asio::error::connection_reset);
  EXPECT_EQ(run(platform, send(far, "x")).error(), asio::error::broken_pipe);
}

TEST_F(SimulatedSocketTest, TakesUnreadBytesAlongAtAReset) {
  auto [near, far] = connect();
  ASSERT_TRUE(run(bot, send(near, "unread")));
  run_for(10ms);
  near.reset();
  run_for(10ms);
  EXPECT_EQ(run(platform, receive(far)).error(), asio::error::connection_reset);
}

TEST_F(SimulatedSocketTest, AnswersWhatComesTooLateWithAReset) {
  auto [near, far] = connect();
  near.close();
  ASSERT_TRUE(run(platform, send(far, "too late")));
  run_for(20ms);
  EXPECT_EQ(run(platform, receive(far)).error(), asio::error::connection_reset);
}

TEST_F(SimulatedSocketTest, ResetsWhoSentWhatWasNotRead) {
  auto [near, far] = connect();
  ASSERT_TRUE(run(bot, send(near, "unread")));
  run_for(10ms);
  far.close();
  EXPECT_EQ(run(bot, receive(near)).error(), asio::error::connection_reset);
}

TEST_F(SimulatedSocketTest, AbortsItsOwnOperationsWhenClosed) {
  auto [near, far] = connect();
  const auto reading = start(bot, receive(near));
  const auto sending = start(bot, send(near, std::string(300 * 1024, 'x')));
  near.close();
  poll_all();
  EXPECT_EQ(reading->error(), asio::error::operation_aborted);
  EXPECT_EQ(sending->error(), asio::error::operation_aborted);
  EXPECT_EQ(run(bot, receive(near)).error(), asio::error::bad_descriptor);
  EXPECT_EQ(run(bot, send(near, "x")).error(), asio::error::bad_descriptor);
}

TEST_F(SimulatedSocketTest, EndsAWriterThatWaitsAtAReset) {
  auto [near, far] = connect();
  const auto sending = start(bot, send(near, std::string(300 * 1024, 'x')));
  far.reset();
  EXPECT_EQ(finish(sending).error(), asio::error::connection_reset);
}

TEST_F(SimulatedSocketTest, CancelsARead) {
  auto [near, far] = connect();
  const auto reading = start(bot, receive(near));
  reading->cancellation.emit(asio::cancellation_type::terminal);
  poll_all();
  EXPECT_EQ(reading->error(), asio::error::operation_aborted);
  ASSERT_TRUE(run(platform, send(far, "for the next one")));
  EXPECT_EQ(run(bot, receive(near)).value(), "for the next one");
}

TEST_F(SimulatedSocketTest, CancelsAWrite) {
  auto [near, far] = connect();
  const auto sending = start(bot, send(near, std::string(300 * 1024, 'x')));
  sending->cancellation.emit(asio::cancellation_type::terminal);
  poll_all();
  EXPECT_EQ(sending->error(), asio::error::operation_aborted);
}

TEST_F(SimulatedSocketTest, CancelsAnAccept) {
  const auto accepting = start(platform, listener->accept());
  accepting->cancellation.emit(asio::cancellation_type::terminal);
  poll_all();
  EXPECT_EQ(accepting->error(), asio::error::operation_aborted);
  const auto [near, far] = connect();
  EXPECT_TRUE(far);
}

TEST_F(SimulatedSocketTest, CancelsAConnectBeforeItsAnswer) {
  const auto connecting = start(bot, bot.network->connect(door));
  run_for(15ms);
  connecting->cancellation.emit(asio::cancellation_type::terminal);
  poll_all();
  EXPECT_EQ(connecting->error(), asio::error::operation_aborted);
  const auto accepting = start(platform, listener->accept());
  run_for(1s);
  EXPECT_FALSE(accepting->done());
}

TEST_F(SimulatedSocketTest, CancelsALookup) {
  network.set_name("platform", {.delay = 1h});
  const auto connecting = start(bot, bot.network->connect({"platform", 443}));
  EXPECT_EQ(bot.network->waiting_for(), "1 name lookup");
  connecting->cancellation.emit(asio::cancellation_type::terminal);
  poll_all();
  EXPECT_EQ(connecting->error(), asio::error::operation_aborted);
  EXPECT_EQ(bot.network->waiting_for(), "");
}

TEST_F(SimulatedSocketTest, AbortsAnAcceptWhenTheListenerCloses) {
  const auto accepting = start(platform, listener->accept());
  listener->close();
  poll_all();
  EXPECT_EQ(accepting->error(), asio::error::operation_aborted);
  EXPECT_EQ(run(platform, listener->accept()).error(), asio::error::bad_descriptor);
}

TEST_F(SimulatedSocketTest, ResetsWhoWasNotAccepted) {
  Stream near = run(bot, bot.network->connect(door)).value();
  run_for(10ms);
  listener->close();
  EXPECT_EQ(run(bot, receive(near)).error(), asio::error::connection_reset);
}

TEST_F(SimulatedSocketTest, LeavesInOrderWhenItsProcessEnds) {
  auto [near, far] = connect();
  Stream waiting = run(bot, bot.network->connect(door)).value();
  run_for(10ms);
  ASSERT_TRUE(run(platform, send(far, "last words")));
  platform.network->abandon();
  EXPECT_EQ(run(bot, read_to_end(near)), "last words");
  EXPECT_EQ(run(bot, receive(waiting)).error(), asio::error::connection_reset);
  EXPECT_EQ(run(bot, bot.network->connect(door)).error(), asio::error::connection_refused);
}

TEST_F(SimulatedSocketTest, LeavesWithAResetWhenItsProcessHasNotReadAll) {
  auto [near, far] = connect();
  ASSERT_TRUE(run(bot, send(near, "unread")));
  run_for(10ms);
  platform.network->abandon();
  EXPECT_EQ(run(bot, receive(near)).error(), asio::error::connection_reset);
}

TEST_F(SimulatedSocketTest, ResetsTheHandshakeOfAProcessThatEnded) {
  const auto connecting = start(bot, bot.network->connect(door));
  run_for(20ms);
  Stream near = finish(connecting).value();
  platform.network->abandon();
  EXPECT_EQ(run(bot, receive(near)).error(), asio::error::connection_reset);
}

TEST_F(SimulatedSocketTest, HasNoEffectOnceItsProcessHasEnded) {
  auto [near, far] = connect();
  network.set_name("bot", {.delay = 1h});
  const auto reading = start(platform, receive(far));
  const auto sending = start(platform, send(far, std::string(300 * 1024, 'x')));
  const auto accepting = start(platform, listener->accept());
  const auto looking_up = start(platform, platform.network->connect({"bot", 1}));
  EXPECT_EQ(platform.network->waiting_for(), "1 accept, 1 name lookup, 1 read, 1 write");

  platform.network->abandon();
  EXPECT_EQ(platform.network->waiting_for(), "");
  far.reset();
  listener.reset();
  poll_all();
  for (const error_code ec :
       {reading->error(), sending->error(), accepting->error(), looking_up->error(),
        run(platform, platform.network->connect({"localhost", 1})).error(),
        platform.network->listen({"localhost", 1}).error()}) {
    EXPECT_EQ(ec, asio::error::operation_aborted);
  }
  EXPECT_EQ(run(bot, read_to_end(near)).size(), 256U * 1024);
}

TEST_F(SimulatedSocketTest, IsDestroyedUnheardWithItsProcess) {
  std::optional<Program> doomed(std::in_place, network, "doomed");
  network.set_name("platform", {.delay = 1h});
  const auto own_listener = doomed->network->listen({"127.0.0.1", 0}).value();
  const auto accepting = start(*doomed, own_listener->accept());
  const auto connecting = start(*doomed, doomed->network->connect(door));
  const auto looking_up = start(*doomed, doomed->network->connect({"platform", 443}));
  doomed->loop.poll();
  EXPECT_EQ(doomed->network->waiting_for(), "1 accept, 1 connect, 1 name lookup");
  doomed->network->abandon();
  doomed.reset();
  run_for(2h);
  EXPECT_FALSE(accepting->done() || connecting->done() || looking_up->done());
}

}  // namespace
}  // namespace stormlark
