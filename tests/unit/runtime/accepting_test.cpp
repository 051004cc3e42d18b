#include "runtime/accepting.h"

#include "runtime/manual_world.h"
#include "runtime/task_group.h"

#include <deque>

#include <boost/asio/error.hpp>

#include <gmock/gmock.h>

namespace stormlark {
namespace {

using testing::ElementsAre;

/// Answers as it is told, then as one that was closed.
class ScriptedListener : public Listener {
 public:
  awaitable<Result<Stream>> accept() override {
    if (script.empty()) co_return error_code(asio::error::bad_descriptor);
    const error_code ec = script.front();
    script.pop_front();
    if (ec) co_return ec;
    co_return Stream();
  }
  Endpoint local_endpoint() const override { return {}; }
  void close() override {}

  std::deque<error_code> script;
};

TEST(Accepting, GoesOnAfterFailuresAndTellsOfTheFirstInARow) {
  ManualWorld world;
  TaskGroup tasks(world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); });
  const auto listener = std::make_shared<ScriptedListener>();
  const error_code full = asio::error::no_descriptors;
  const error_code left = asio::error::connection_aborted;
  listener->script = {{}, full, full, {}, {}, left, {}};
  int taken = 0;
  std::vector<error_code> told;
  tasks.spawn(accept_each(world.clock(), listener,
                          {.take = [&](Stream) -> awaitable<void> {
                             ++taken;
                             co_return;
                           },
                           .failed = [&](error_code ec) { told.push_back(ec); }}));
  world.run_for(0s);
  EXPECT_EQ(taken, 1) << "a failure is followed by a pause";
  world.run_for(1min);
  EXPECT_EQ(taken, 4);
  EXPECT_THAT(told, ElementsAre(full, left));
  EXPECT_TRUE(tasks.empty()) << "it ends when the listener is closed";
}

}  // namespace
}  // namespace stormlark
