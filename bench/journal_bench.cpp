// Custody per second: events made durable (SQLite, WAL, synchronous=FULL), one at a time and in
// flocks that share a transaction. Custody is what an ack waits for, so this bounds how many acks a
// second one gateway can promise. The floor is one write and fdatasync of as many bytes to the same
// disk: the price of durability itself.

#include "bench/loop_thread.h"
#include "bench/plain_file.h"
#include "bench/rounds.h"
#include "gateway/journal/journal.h"
#include "runtime/task_group.h"

#include <stdexcept>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spdlog/sinks/null_sink.h>
#include <unistd.h>

namespace stormlark::bench {
namespace {

constexpr std::size_t payload_bytes = 1'000;

gateway::InboundEvent make_event(int number) {
  const std::string name = std::to_string(number);
  return {.key = "im:om_" + name,
          .event_id = "event_" + name,
          .message_id = "om_" + name,
          .chat_id = "oc_1",
          .payload = std::string(payload_bytes, 'x')};
}

awaitable<void> take(gateway::Journal& journal, gateway::InboundEvent event) {
  const auto receipt = co_await journal.take(std::move(event));
  if (!receipt) throw std::runtime_error("custody refused: " + receipt.error().message());
}

// A journal on a loop of its own, and a plain file beside it.
class Bench {
 public:
  Bench() {
    auto log =
        std::make_shared<spdlog::logger>("bench", std::make_shared<spdlog::sinks::null_sink_mt>());
    loop_.call([&] {
      journal_ = gateway::make_sqlite_journal(
          loop_.world(), {.path = folder_.path() + "/bench.db", .retention = 24h}, log);
    });
    loop_.await(journal_->open()).value();
    running_ = loop_.start(journal_->run());
  }
  ~Bench() {
    loop_.await(journal_->close());
    running_.wait();
    loop_.call([this] { journal_.reset(); });
  }

  /// Takes `count` events that arrive together.
  void take_flock(int count) { loop_.await(take_all(count)); }
  void keep_plainly(int count) {
    plain_file_.keep(std::string(payload_bytes * static_cast<std::size_t>(count), 'x'));
  }

 private:
  awaitable<void> take_all(int count) {
    std::exception_ptr failure;
    TaskGroup tasks(loop_.world().executor(), [&](std::exception_ptr thrown) { failure = thrown; });
    for (int i = 0; i < count; ++i) tasks.spawn(take(*journal_, make_event(++events_)));
    co_await tasks.join();
    if (failure) std::rethrow_exception(failure);
  }

  TemporaryFolder folder_;
  PlainFile plain_file_{folder_.path() + "/plain"};
  LoopThread loop_;
  int events_ = 0;
  std::unique_ptr<gateway::Journal> journal_;
  std::future<void> running_;
};

// The argument is how many events arrive together.
void custody(benchmark::State& state) {
  Bench bench;
  const int count = static_cast<int>(state.range(0));
  bench.take_flock(count);
  Rounds rounds;
  for (auto _ : state) {
    const Seconds floor = timed([&] { bench.keep_plainly(count); });
    const Seconds ours = timed([&] { bench.take_flock(count); });
    state.SetIterationTime(ours.count());
    rounds.add(ours, floor);
  }
  rounds.report(state);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * count);
}

BENCHMARK(custody)
    ->ArgName("together")
    ->Arg(1)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1'000)
    ->Iterations(100)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace stormlark::bench
