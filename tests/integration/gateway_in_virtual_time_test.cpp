// A whole gateway against the whole platform in one event loop: no socket, no thread, no waiting.
#include "runtime/http_client.h"
#include "tests/support/virtual_gateway.h"

#include <boost/asio/detached.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

HttpResponse ask(ManualWorld& world, const std::string& target) {
  const Dialer dialer(world.network(), world.tls().make_client().value(), {});
  HttpClient client(world.clock(), dialer, {});
  HttpRequest request;
  request.target = target;
  const Url origin = parse_url("http://health.test:8484").value();
  return run_to_end(world, client.send(origin, request), 1min).value();
}

// The head of the first request that comes in, so far.
awaitable<void> hear(Listener& listener, std::string& heard) {
  auto visitor = co_await listener.accept();
  char bytes[4096];
  while (visitor && heard.find("\r\n\r\n") == heard.npos) {
    const auto count = co_await read_some(*visitor, asio::buffer(bytes));
    if (!count) co_return;
    heard.append(bytes, *count);
  }
}

TEST_F(GatewayInVirtualTime, AnswersAMessage) {
  config.brain.delay = 60s;
  const Life life(world, config);
  ASSERT_TRUE(connects());
  const auto before = world.clock().now();
  writes("#1");
  ASSERT_TRUE(answered(1, 2min)) << world.log_text();
  EXPECT_THAT(answers(), ElementsAre("hello #1"));
  EXPECT_GE(world.clock().now() - before, 60s);
  EXPECT_EQ(stop(life), ExitStatus::planned);
  EXPECT_THAT(world.log_text(), Not(HasSubstr("error")));
  EXPECT_THAT(world.log_text(), Not(HasSubstr(config.app.secret)));
}

TEST_F(GatewayInVirtualTime, AnswersInAGroupWithoutRepeatingItsOwnName) {
  const Life life(world, config);
  ASSERT_TRUE(connects());
  writes("#1", "team", "group");
  ASSERT_TRUE(answered(1, 1min));
  EXPECT_THAT(answers(), ElementsAre("hello #1"));
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_F(GatewayInVirtualTime, WhatADrainCutsShortTheNextLifeAnswers) {
  config.brain.delay = 60s;
  {
    const Life life(world, config);
    ASSERT_TRUE(connects());
    writes("#1");
    world.run_for(1s);
    const auto told = world.clock().now();
    EXPECT_EQ(stop(life), ExitStatus::planned);
    EXPECT_LE(world.clock().now() - told, config.drain.deadline + config.drain.grace);
    EXPECT_EQ(world.watchdog_exit(), std::nullopt);
  }
  EXPECT_EQ(platform.connections(config.app.id), 0U);
  EXPECT_THAT(answers(), IsEmpty());
  const Life life(world, config);
  ASSERT_TRUE(answered(1, 5min)) << world.log_text();
  world.run_for(5min);
  EXPECT_THAT(answers(), ElementsAre("hello #1"));
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_F(GatewayInVirtualTime, ASecondStopRequestEndsAtOnceAndPlanned) {
  config.brain.delay = 60s;
  config.drain.deadline = 30s;
  const Life life(world, config);
  ASSERT_TRUE(connects());
  writes("#1");
  world.run_for(1s);
  world.request_stop();
  world.run_for(2s);
  EXPECT_EQ(life.status(), std::nullopt);
  const auto told = world.clock().now();
  EXPECT_EQ(stop(life), ExitStatus::planned);
  EXPECT_LT(world.clock().now() - told, 1ms);
}

TEST_F(GatewayInVirtualTime, IsReadyOnlyWhileBothHalvesWork) {
  const Life life(world, config);
  world.run_for(0s);
  ASSERT_TRUE(connects());
  world.run_for(1s);
  EXPECT_EQ(ask(world, "/readyz").status, 200U) << ask(world, "/readyz").body;
  EXPECT_EQ(ask(world, "/healthz").status, 200U);

  platform.begin_fault("down", mock::TakeDown{});
  world.run_for(1s);
  const HttpResponse down = ask(world, "/readyz");
  EXPECT_EQ(down.status, 503U);
  EXPECT_THAT(down.body, HasSubstr("link is waiting"));
  EXPECT_EQ(ask(world, "/healthz").status, 200U);

  platform.heal("down");
  ASSERT_TRUE(connects(5min));
  world.run_for(1min);
  EXPECT_EQ(ask(world, "/readyz").status, 200U) << ask(world, "/readyz").body;
  EXPECT_EQ(stop(life), ExitStatus::planned);
}

TEST_F(GatewayInVirtualTime, ASecondGatewayOfTheAppEndsBeforeItConnects) {
  const Life first(world, config);
  ASSERT_TRUE(connects());
  world.run_for(1s);
  Config other = config;
  other.journal.path += "-other";
  other.health.listen.reset();
  const auto before = recorder.history().size();
  const Life second(world, other);
  world.run_for(1s);
  EXPECT_EQ(second.status(), ExitStatus::bad_configuration);
  EXPECT_EQ(recorder.history().size(), before);
  EXPECT_THAT(world.log_text(), HasSubstr("has a gateway on this host already: pid=100"));
  EXPECT_EQ(stop(first), ExitStatus::planned);
}

TEST_F(GatewayInVirtualTime, AProxyIsToldTheUserAndPasswordOfItsUrl) {
  const auto proxy = world.network().listen({"proxy.test", 3128}).value();
  config.platform.proxy = "http://me:p%40ss@proxy.test:3128";
  std::string heard;
  asio::co_spawn(world.executor(), hear(*proxy, heard), asio::detached);
  const Life life(world, config);
  ASSERT_TRUE(world.run_until([&] { return heard.ends_with("\r\n\r\n"); }, 1min));
  EXPECT_THAT(heard, HasSubstr("Proxy-Authorization: Basic bWU6cEBzcw=="));
  EXPECT_EQ(stop(life), ExitStatus::planned);
  EXPECT_THAT(world.log_text(), Not(HasSubstr("p@ss")));
}

TEST_F(GatewayInVirtualTime, WrongCredentialsAreABadConfiguration) {
  config.app.secret = "wrong";
  const Life life(world, config);
  EXPECT_TRUE(world.run_until([&] { return life.status().has_value(); }, 10min));
  EXPECT_EQ(life.status(), ExitStatus::bad_configuration);
}

TEST_F(GatewayInVirtualTime, AJournalThatCannotBeOpenedIsABadConfiguration) {
  world.files().set_fault("/work", {.read_only = true});
  const Life life(world, config);
  world.run_for(1s);
  EXPECT_EQ(life.status(), ExitStatus::bad_configuration);
  EXPECT_THAT(world.log_text(), HasSubstr("journal.path: /work/journal.db: "));
}

}  // namespace
}  // namespace stormlark::gateway
