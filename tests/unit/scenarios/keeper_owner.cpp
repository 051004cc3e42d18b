// A program that owns a subject as the harness does, for the test that kills it: it starts the
// command of its arguments under the keeper, prints what that prints, and never ends by itself.
#include "runtime/real_world.h"
#include "scenarios/stage/keeper_client.h"

#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace {

using namespace stormlark;

awaitable<void> own(World& world, std::string keeper, ProcessOptions subject) {
  auto start = co_await scenarios::KeptProcess::start(
      world, std::move(keeper), std::move(subject),
      [](std::string line) { std::cout << line << std::endl; });
  if (!start.process) throw std::runtime_error(start.problem);
  co_await start.process->exited();
  co_await start.process->stop();
}

}  // namespace

int main(int argc, char** argv) {
  asio::io_context loop(1);
  RealWorld world(loop, {});
  const ProcessOptions subject{.command = {argv + 2, argv + argc}};
  asio::co_spawn(loop, own(world, argv[1], subject), asio::detached);
  loop.run();
}
