#include "runtime/simulated/simulation.h"

#include "runtime/mailbox.h"
#include "runtime/task_group.h"
#include "runtime/timeout.h"

#include <csignal>

#include <boost/asio/post.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Programs are functions, so that what their coroutines refer to outlives them.
using Program = SimulatedProcess::Program;
using Notes = std::vector<std::string>;

Program sleeper(Clock::duration span) {
  return [span](World& world) -> awaitable<int> {
    co_await sleep_for(world.clock(), span);
    co_return 0;
  };
}

// Spawns a process that runs `program`, as a child of the one in `world`.
SimulatedProcess& spawn(Simulation& simulation, World& world, Program program,
                        SimulatedProcess::Options options = {.host = "bot"}) {
  return simulation.spawn(&dynamic_cast<SimulatedProcess&>(world), std::move(options),
                          std::move(program));
}

TEST(Simulation, RunsAProgramAndReturnsItsStatus) {
  Simulation simulation({.seed = 1});
  EXPECT_EQ(simulation.run("one", [](World&) -> awaitable<int> { co_return 7; }), 7);
}

TEST(Simulation, HoursOfSleepPassAtOnce) {
  Simulation simulation({.seed = 1, .time_max = 20h});
  EXPECT_EQ(simulation.run("one", sleeper(10h)), 0);
  EXPECT_EQ(simulation.elapsed(), 10h);
}

TEST(Simulation, WhatTheFirstProgramThrowsIsThrown) {
  Simulation simulation({.seed = 1});
  const Program failing = [](World&) -> awaitable<int> {
    throw std::runtime_error("out of luck");
    co_return 0;
  };
  EXPECT_THROW(simulation.run("one", failing), std::runtime_error);
}

TEST(Simulation, WhatAHandlerOfTheFirstProcessThrowsIsThrown) {
  Simulation simulation({.seed = 1});
  const Program failing = [](World& world) -> awaitable<int> {
    asio::post(world.executor(), [] { throw std::runtime_error("out of luck"); });
    co_await sleep_for(world.clock(), 1s);
    co_return 0;
  };
  EXPECT_THROW(simulation.run("one", failing), std::runtime_error);
}

// What the parent of a process hears, one of whose handlers does `something`.
Notes heard_of(std::function<void()> something) {
  Notes heard;
  Simulation simulation({.seed = 1});
  const Program child = [&something](World& world) -> awaitable<int> {
    asio::post(world.executor(), something);
    co_await sleep_for(world.clock(), 1s);
    co_return 0;
  };
  const Program parent = [&](World& world) -> awaitable<int> {
    SimulatedProcess::Options options{.host = "bot", .program = "gateway"};
    options.on_line = [&heard](std::string line) { heard.push_back(std::move(line)); };
    options.on_end = [&heard](ProcessEnd end) { heard.push_back(end.to_string()); };
    spawn(simulation, world, child, std::move(options));
    co_await sleep_for(world.clock(), 1h);
    co_return 7;
  };
  EXPECT_EQ(simulation.run("parent", parent), 7);
  return heard;
}

TEST(Simulation, WhatEscapesAHandlerIsTheEndOfItsProcessAlone) {
  EXPECT_THAT(heard_of([] { throw std::runtime_error("out of luck"); }),
              ElementsAre("gateway: out of luck", "exit status 1"));
  EXPECT_THAT(heard_of([] { throw 13; }),
              ElementsAre(HasSubstr("what is no exception"), "ended by SIGABRT"));
}

// Two processes that write down their steps in turn.
Notes steps_of_two(std::uint64_t seed) {
  Notes notes;
  Simulation simulation({.seed = seed});
  const auto stepper = [&notes](std::string name) -> Program {
    return [&notes, name](World& world) -> awaitable<int> {
      Mailbox<int> mailbox(world.executor());
      for (int step = 0; step < 10; ++step) {
        mailbox.push(step);
        co_await mailbox.pop();
        const error_code ec = co_await sleep_for(world.clock(), 0s);
        notes.push_back(name);
        EXPECT_FALSE(ec);
      }
      co_return 0;
    };
  };
  const Program first = [&](World& world) -> awaitable<int> {
    spawn(simulation, world, stepper("b"));
    spawn(simulation, world, stepper("c"));
    co_await sleep_for(world.clock(), 1s);
    co_return 0;
  };
  simulation.run("a", first);
  return notes;
}

TEST(Simulation, TheSeedDecidesWhoseTurnItIs) {
  EXPECT_EQ(steps_of_two(1), steps_of_two(1));
  EXPECT_NE(steps_of_two(1), steps_of_two(2));
}

TEST(Simulation, LinesAndEndReachTheParentInOrder) {
  Notes heard;
  Simulation simulation({.seed = 3});
  const Program talker = [](World& world) -> awaitable<int> {
    auto& self = dynamic_cast<SimulatedProcess&>(world);
    self.print("one");
    co_await sleep_for(world.clock(), 1ms);
    self.print("two");
    co_return 5;
  };
  const Program parent = [&](World& world) -> awaitable<int> {
    SimulatedProcess::Options options{.host = "bot"};
    options.on_line = [&heard](std::string line) { heard.push_back(std::move(line)); };
    options.on_end = [&heard](ProcessEnd end) { heard.push_back(end.to_string()); };
    spawn(simulation, world, talker, std::move(options));
    co_await sleep_for(world.clock(), 1s);
    co_return 0;
  };
  simulation.run("parent", parent);
  EXPECT_THAT(heard, ElementsAre("one", "two", ProcessEnd{5, {}}.to_string()));
}

// Writes its name when it is destroyed.
struct Note {
  Notes& notes;
  std::string name;
  ~Note() { notes.push_back(name); }
};

awaitable<void> wait_for_ever(World& world, Notes& notes, std::string name) {
  const Note note{notes, name};
  SignalFlag never(world.executor());
  co_await never.wait();
  notes.push_back(name + " went on");
}

awaitable<void> sleep_for_long(World& world, Notes& notes, std::string name) {
  const Note note{notes, name};
  co_await with_timeout(world.clock(), 2h, sleep_until(world.clock(), world.clock().now() + 1h));
  notes.push_back(name + " went on");
}

awaitable<void> parent_of_sleepers(World& world, Notes& notes) {
  const Note note{notes, "inner"};
  TaskGroup tasks(world.executor(), [](std::exception_ptr) {});
  tasks.spawn(sleep_for_long(world, notes, "sleeper"));
  tasks.spawn(wait_for_ever(world, notes, "waiter"));
  co_await tasks.join();
}

TEST(Simulation, AKilledProcessIsUnwoundInnermostFirst) {
  Notes notes;
  Simulation simulation({.seed = 4});
  const Program victim = [&notes](World& world) -> awaitable<int> {
    const Note note{notes, "outer"};
    TaskGroup tasks(world.executor(), [](std::exception_ptr) {});
    tasks.spawn(parent_of_sleepers(world, notes));
    SignalFlag never(world.executor());
    co_await never.wait();
    co_return 0;
  };
  const Program killer = [&](World& world) -> awaitable<int> {
    SimulatedProcess& process = spawn(simulation, world, victim);
    co_await sleep_for(world.clock(), 1s);
    process.kill();
    EXPECT_FALSE(process.running());
    EXPECT_EQ(process.end()->signal, SIGKILL);
    EXPECT_TRUE(notes.empty()) << "it is destroyed between two handlers only";
    simulation.forget(process);
    co_await sleep_for(world.clock(), 1ms);
    EXPECT_THAT(notes, ElementsAre("sleeper", "waiter", "inner", "outer"));
    co_return 0;
  };
  EXPECT_EQ(simulation.run("killer", killer), 0);
}

TEST(Simulation, APausedProcessDoesNothingUntilItIsResumed) {
  Notes notes;
  Simulation simulation({.seed = 5});
  const Program worker = [&notes](World& world) -> awaitable<int> {
    co_await sleep_for(world.clock(), 1s);
    notes.push_back("woke");
    co_return 0;
  };
  const Program director = [&](World& world) -> awaitable<int> {
    SimulatedProcess& process = spawn(simulation, world, worker);
    co_await sleep_for(world.clock(), 1ms);
    process.pause();
    co_await sleep_for(world.clock(), 1min);
    EXPECT_TRUE(notes.empty());
    process.resume();
    co_await sleep_for(world.clock(), 1ms);
    EXPECT_THAT(notes, ElementsAre("woke"));
    co_return 0;
  };
  EXPECT_EQ(simulation.run("director", director), 0);
}

TEST(Simulation, AProgramHearsThatItIsToStop) {
  Simulation simulation({.seed = 6});
  const Program obedient = [](World& world) -> awaitable<int> {
    const StopRequest request = co_await world.stop_requested();
    co_return request == StopRequest::terminate ? 42 : 1;
  };
  const Program director = [&](World& world) -> awaitable<int> {
    SimulatedProcess& process = spawn(simulation, world, obedient);
    process.request_stop();
    co_await sleep_for(world.clock(), 1ms);
    EXPECT_EQ(process.end()->exit_status, 42);
    co_return 0;
  };
  EXPECT_EQ(simulation.run("director", director), 0);
}

TEST(Simulation, AWatchdogEndsAProcessThatStandsStill) {
  Simulation simulation({.seed = 7});
  const Program stuck = [](World& world) -> awaitable<int> {
    const auto watchdog = world.arm_watchdog(2s, 9);
    co_await sleep_for(world.clock(), 1h);
    co_return 0;
  };
  const Program director = [&](World& world) -> awaitable<int> {
    SimulatedProcess& process = spawn(simulation, world, stuck);
    co_await sleep_for(world.clock(), 1999ms);
    EXPECT_TRUE(process.running());
    co_await sleep_for(world.clock(), 2ms);
    EXPECT_EQ(process.end()->exit_status, 9);
    co_return 0;
  };
  EXPECT_EQ(simulation.run("director", director), 0);
}

TEST(Simulation, AKillMayFallBetweenBlockingWorkAndTheNewsOfIt) {
  Notes notes;
  Simulation simulation({.seed = 8});
  const Program worker = [&notes](World& world) -> awaitable<int> {
    co_await off_loop(world, [&notes] {
      notes.push_back("worked");
      return 0;
    });
    notes.push_back("heard of it");
    co_return 0;
  };
  const Program director = [&](World& world) -> awaitable<int> {
    SimulatedProcess& process = spawn(simulation, world, worker);
    co_await sleep_for(world.clock(), 10us);
    process.kill();
    co_await sleep_for(world.clock(), 1s);
    co_return 0;
  };
  simulation.run("director", director);
  EXPECT_THAT(notes, ElementsAre("worked"));
}

TEST(Simulation, AHostsWallClockCanBeSteppedAndFrozen) {
  Simulation simulation({.seed = 9});
  const Program director = [&](World& world) -> awaitable<int> {
    SimulatedHost& host = simulation.host("director");
    const auto began = world.clock().wall_now();
    host.step_wall(-2h);
    EXPECT_EQ(world.clock().wall_now(), began - 2h);
    host.freeze_wall(world.clock().now());
    co_await sleep_for(world.clock(), 5s);
    EXPECT_EQ(world.clock().wall_now(), began - 2h);
    host.thaw_wall();
    EXPECT_EQ(world.clock().wall_now(), began - 2h + 5s);
    co_return 0;
  };
  EXPECT_EQ(simulation.run("director", director), 0);
}

TEST(Simulation, SaysWhoWaitsForWhatWhenItStandsStill) {
  Simulation simulation({.seed = 10});
  const Program deaf = [](World& world) -> awaitable<int> {
    auto listener = world.network().listen({"127.0.0.1", 0});
    const auto stream = co_await (*listener)->accept();
    co_return stream ? 0 : 1;
  };
  try {
    simulation.run("deaf", deaf);
    FAIL() << "nobody ever connects";
  } catch (const SimulationError& error) {
    EXPECT_THAT(error.what(), HasSubstr("stands still"));
    EXPECT_THAT(error.what(), HasSubstr("deaf waits for 1 accept"));
  }
}

TEST(Simulation, EndsWhatDoesNotEndByItself) {
  const Program restless = [](World& world) -> awaitable<int> {
    for (;;) co_await sleep_for(world.clock(), 1s);
  };
  Simulation by_time({.seed = 11, .time_max = 1min});
  EXPECT_THROW(by_time.run("restless", restless), SimulationError);
  Simulation by_events({.seed = 11, .time_max = 100h, .events_max = 1000});
  EXPECT_THROW(by_events.run("restless", restless), SimulationError);
}

}  // namespace
}  // namespace stormlark
