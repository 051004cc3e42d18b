// Simulated runs a second on one core, and virtual time to wall time: a minute of twenty messages
// and five faults, planned once, played and judged with another seed each time. Beside it what the
// run pays to the journal's real SQLite alone, the greatest single part: in as many lives a store
// is opened on a simulated disk, and the same events are taken, owed, attempted and delivered. Its
// rate is what no simulation could exceed, were all else free.

#include "gateway/journal/sqlite_store.h"
#include "runtime/simulated/simulation.h"
#include "scenarios/plan/load_plan.h"
#include "scenarios/simulated/simulated_run.h"

#include <filesystem>
#include <stdexcept>

#include <benchmark/benchmark.h>

namespace stormlark::bench {
namespace {

constexpr int messages = 20;
constexpr int lives = 3;
constexpr std::size_t payload_bytes = 800;

scenarios::Plan minute() {
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const scenarios::Library library(self.parent_path().parent_path().string(), {});
  auto plans = scenarios::load_plans(library, STORMLARK_BENCH_SCENARIO);
  return std::move(plans.front());
}

void simulated_minute(benchmark::State& state) {
  scenarios::Plan plan = minute();
  Clock::duration virtual_time{};
  std::uint64_t events = 0;
  for (auto _ : state) {
    ++plan.seed;
    const scenarios::SimulatedRun run = scenarios::run_simulated(plan);
    if (run.outcome.result.verdict() != scenarios::Verdict::held) {
      throw std::runtime_error("seed " + std::to_string(plan.seed) + " is not held");
    }
    virtual_time += run.elapsed;
    events += run.events;
  }
  using Rate = benchmark::Counter;
  const double seconds = std::chrono::duration<double>(virtual_time).count();
  state.counters["seeds_per_second"] = Rate(static_cast<double>(state.iterations()), Rate::kIsRate);
  state.counters["virtual_to_wall"] = Rate(seconds, Rate::kIsRate);
  state.counters["handlers"] = Rate(static_cast<double>(events), Rate::kAvgIterations);
}
BENCHMARK(simulated_minute)->Unit(benchmark::kMillisecond)->MinTime(5);

/// One life of a gateway, as its journal sees it.
void keep_books(World& world, int first, int last) {
  gateway::SqliteStore store("/run/bot/gateway.db", world.disk().sqlite_vfs());
  store.newest_ms();
  store.unanswered();
  store.undelivered();
  for (int number = first; number <= last; ++number) {
    const std::string name = std::to_string(number);
    gateway::Obligation reply;
    reply.event_sequence = number;
    reply.message_id = reply.uuid = name;
    gateway::InboundEvent event;
    event.key = event.event_id = event.message_id = name;
    event.payload = std::string(payload_bytes, 'x');
    store.transact([&] { store.take(event, 0); });
    store.transact([&] { store.owe(number, {reply}, 0); });
    store.transact([&] { store.attempted(reply); });
    store.transact([&] { store.delivered(reply, 0); });
  }
}

void journal_of_a_minute(benchmark::State& state) {
  for (auto _ : state) {
    Simulation simulation({.seed = 1});
    for (int life = 0; life < lives; ++life) {
      simulation.run("bot", [life](World& world) -> awaitable<int> {
        keep_books(world, life * messages / lives + 1, (life + 1) * messages / lives);
        co_return 0;
      });
    }
  }
  state.counters["seeds_per_second_at_most"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(journal_of_a_minute)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stormlark::bench
