// Long connections by the thousand, in a process of their own, since a process has only so many
// descriptors: `crowd PORT COUNT`. Says in one line how many are open and how many had their ping
// answered, and acks what is pushed until the platform ends them.

#include "bench/bots.h"
#include "runtime/number.h"
#include "runtime/real_world.h"

#include <iostream>

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>

namespace stormlark::bench {
namespace {

awaitable<int> be_a_crowd(World& world, std::uint16_t port, int count) {
  Bots bots(world);
  const int open = co_await bots.connect(port, count);
  const int answered = co_await bots.ping_all();
  std::cout << fmt::format("{} {}", open, answered) << std::endl;
  co_await bots.join();
  co_return 0;
}

}  // namespace
}  // namespace stormlark::bench

int main(int argc, char** argv) {
  using namespace stormlark;
  const auto port = argc == 3 ? parse_number<std::uint16_t>(argv[1]) : std::nullopt;
  const auto count = argc == 3 ? parse_number<int>(argv[2]) : std::nullopt;
  if (!port || !count) {
    std::cerr << "crowd PORT COUNT: platform_bench starts it\n";
    return 64;
  }
  asio::io_context loop(1);
  RealWorld world(loop, {});
  return run_program(loop, bench::be_a_crowd(world, *port, *count));
}
