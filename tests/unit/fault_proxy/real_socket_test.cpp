#include "fault_proxy/fault_proxy.h"
#include "runtime/real_world.h"
#include "runtime/timeout.h"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

// What memory streams cannot show: the kernel's own view of a reset and of a port taken back.

namespace stormlark::proxy {
namespace {

struct Pair {
  Stream client;
  Stream upstream;
};

awaitable<Result<Stream>> accept_one(Listener& door) {
  return door.accept();
}

awaitable<Pair> connect_through(World& world, FaultProxy& proxy, Listener& door) {
  auto client = co_await with_timeout(world.clock(), 5s, world.network().connect(proxy.address()));
  auto upstream = co_await with_timeout(world.clock(), 5s, accept_one(door));
  co_return Pair{std::move(client.value()), std::move(upstream.value())};
}

awaitable<error_code> end_of(World& world, Stream& stream) {
  char byte = 0;
  const auto n =
      co_await with_timeout(world.clock(), 5s, read_some(stream, asio::buffer(&byte, 1)));
  co_return n ? error_code() : n.error();
}

awaitable<int> reset_and_refuse(World& world) {
  history::Recorder recorder(world.clock(), world.executor());
  auto door = world.network().listen({"127.0.0.1", 0}).value();
  FaultProxy proxy(world, recorder, {"bot", {"127.0.0.1", 0}, door->local_endpoint()});
  EXPECT_TRUE(proxy.start());

  Pair cut = co_await connect_through(world, proxy, *door);
  proxy.begin_fault("cut", Reset{});
  const auto client_end = co_await end_of(world, cut.client);
  const auto upstream_end = co_await end_of(world, cut.upstream);
  EXPECT_EQ(client_end, asio::error::connection_reset);
  EXPECT_EQ(upstream_end, asio::error::connection_reset);

  proxy.begin_fault("down", Refused{});
  const auto refused = co_await world.network().connect(proxy.address());
  EXPECT_EQ(refused.error(), asio::error::connection_refused);
  proxy.heal("down");
  Pair again = co_await connect_through(world, proxy, *door);
  EXPECT_EQ(proxy.connections(), 1u);

  co_await proxy.stop();
  const auto stopped_end = co_await end_of(world, again.client);
  EXPECT_EQ(stopped_end, asio::error::eof);
  co_return 0;
}

TEST(FaultProxyOnRealSockets, ResetsAndRefusesAsTheKernelDoes) {
  asio::io_context loop(1);
  RealWorld world(loop, {});
  EXPECT_EQ(run_program(loop, reset_and_refuse(world)), 0);
}

}  // namespace
}  // namespace stormlark::proxy
