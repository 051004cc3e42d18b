// What the fault proxy itself costs when it has no fault to play, beside a direct connection, and
// how exact the latency is that it adds. A proxy that is slow or inexact would falsify every
// measurement made through it.

#include "bench/loop_thread.h"
#include "bench/plain_socket.h"
#include "bench/rounds.h"
#include "fault_proxy/fault_proxy.h"

#include <benchmark/benchmark.h>
#include <unistd.h>

namespace stormlark::bench {
namespace {

// A server, and the proxy in front of it on a loop of its own.
class Bench {
 public:
  Bench() {
    loop_.call([this] {
      recorder_.emplace(loop_.world().clock(), loop_.world().executor());
      proxy::ProxyOptions options;
      options.name = "bench";
      options.upstream = {"127.0.0.1", server_.port()};
      proxy_.emplace(loop_.world(), *recorder_, options);
      proxy_->start().value();
    });
  }
  ~Bench() {
    loop_.await(proxy_->stop());
    loop_.call([this] {
      proxy_.reset();
      recorder_.reset();
    });
  }

  PlainSocket connect_direct() { return PlainSocket::connect(server_.port()); }
  PlainSocket connect_proxied() { return PlainSocket::connect(proxy_->address().port); }
  void begin_fault(proxy::Fault fault) {
    loop_.call([&] { proxy_->begin_fault("fault", fault); });
  }

 private:
  AnswerServer server_;
  LoopThread loop_;
  std::optional<history::Recorder> recorder_;
  std::optional<proxy::FaultProxy> proxy_;
};

// Each iteration measures both, one after the other; the first round is thrown away.
void compare(benchmark::State& state, const std::function<void()>& proxied,
             const std::function<void()>& direct, useconds_t pause = 0) {
  proxied();
  direct();
  Rounds rounds;
  for (auto _ : state) {
    if (pause > 0) ::usleep(pause);
    const Seconds floor = timed(direct);
    if (pause > 0) ::usleep(pause);
    const Seconds ours = timed(proxied);
    state.SetIterationTime(ours.count());
    rounds.add(ours, floor);
  }
  rounds.report(state);
}

constexpr std::uint32_t chat_bytes = 64;

// A round trip of a chat-sized frame; the argument is the pause before each, in microseconds. Back
// to back there is nothing to learn: it depends on which processes happen to share a core.
void echo(benchmark::State& state) {
  Bench bench;
  PlainSocket near = bench.connect_direct();
  PlainSocket far = bench.connect_proxied();
  Exchange exchange(chat_bytes, chat_bytes);
  compare(
      state, [&] { exchange.over(far); }, [&] { exchange.over(near); },
      static_cast<useconds_t>(state.range(0)));
}

// One large transfer; the argument is its size in MiB.
void throughput(benchmark::State& state) {
  Bench bench;
  PlainSocket near = bench.connect_direct();
  PlainSocket far = bench.connect_proxied();
  const auto bytes = static_cast<std::uint32_t>(state.range(0) << 20);
  Exchange exchange(bytes, 1);
  compare(state, [&] { exchange.over(far); }, [&] { exchange.over(near); });
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * bytes);
}

// Connect, one exchange, close.
void connect(benchmark::State& state) {
  Bench bench;
  Exchange exchange(chat_bytes, chat_bytes);
  const auto visit = [&](PlainSocket socket) { exchange.over(socket); };
  compare(state, [&] { visit(bench.connect_proxied()); }, [&] { visit(bench.connect_direct()); });
}

// How exact an added round trip is; the argument is that round trip in milliseconds, and it is the
// floor.
void added_latency(benchmark::State& state) {
  Bench bench;
  PlainSocket far = bench.connect_proxied();
  Exchange exchange(chat_bytes, chat_bytes);
  exchange.over(far);
  const auto round_trip = std::chrono::milliseconds(state.range(0));
  bench.begin_fault(proxy::Latency{round_trip / 2, {}, proxy::Direction::both});
  Rounds rounds;
  for (auto _ : state) {
    const Seconds ours = timed([&] { exchange.over(far); });
    state.SetIterationTime(ours.count());
    rounds.add(ours, round_trip);
  }
  rounds.report(state);
}

BENCHMARK(echo)->Arg(1'000)->Iterations(500)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(throughput)->Arg(64)->Iterations(30)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(connect)->Iterations(1'000)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(added_latency)
    ->Arg(2)
    ->Arg(20)
    ->Arg(100)
    ->Iterations(50)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stormlark::bench
