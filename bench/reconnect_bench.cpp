// How soon the gateway serves again after its connection broke, beside the floor: the same sequence
// of round trips done by a bare client in the same run. Cases: how the connection broke, plain or
// TLS, and the round trip that the proxy adds. Judged from the instant at which the link became
// unusable (or, where the platform was away, from its return) to the ack of the first event on the
// new connection.

#include "bench/stage.h"

#include <stdexcept>

namespace stormlark::bench {
namespace {

using history::Record;

enum class Break { reset, fin, restart };

// When the link had become unusable, or usable again, and what had been recorded by then.
struct Broken {
  Seconds at{};
  std::size_t mark = 0;
};

struct Reconnect {
  Seconds time{};    ///< until the first ack
  Seconds policy{};  ///< part of it slept, because an attempt had just failed
  Seconds work{};    ///< without that; a restart's began with the attempt that succeeded
};

constexpr auto fault_name = "break";
constexpr auto platform_away = 100ms;
// A connection that breaks at once counts as a failed attempt, and the next has to wait.
constexpr auto lives_at_least = 30ms;

bool took_effect(const Record& record) {
  const auto* effect = record.as<history::FaultTookEffect>();
  return effect && effect->fault == fault_name;
}

bool ended(const Record& record) {
  const auto* end = record.as<history::FaultEnded>();
  return end && end->fault == fault_name;
}

bool gateway_arrived(const Record& record) {
  const auto* accepted = record.as<history::SocketAccepted>();
  return accepted && accepted->peer == Stage::gateway_name;
}

Broken break_link(Stage& stage, Break how) {
  const std::size_t mark = stage.mark();
  switch (how) {
    case Break::reset:
      stage.call([&] { stage.gateway_proxy().begin_fault(fault_name, proxy::Reset{}); });
      return {stage.await(mark, took_effect, "the reset"), mark};
    case Break::fin:
      stage.call([&] {
        stage.platform().begin_fault(
            fault_name,
            mock::CloseConnections{.peer = Stage::gateway_name, .how = mock::CloseHow::fin});
      });
      return {stage.await(mark, took_effect, "the end of the stream"), mark};
    case Break::restart:
      stage.call([&] { stage.platform().begin_fault(fault_name, mock::TakeDown{}); });
      std::this_thread::sleep_for(platform_away);
      stage.call([&] { stage.platform().heal(fault_name); });
      return {stage.await(mark, ended, "the platform's return"), mark};
  }
  throw std::logic_error("unknown break");
}

Reconnect reconnect_gateway(Stage& stage, Break how, Seconds one_way) {
  std::this_thread::sleep_for(lives_at_least);
  const Broken broken = break_link(stage, how);
  const auto acked = acked_by(Stage::gateway_name);
  const Seconds ready = stage.await(broken.mark, acked, "the first ack on a new connection");
  Seconds attempt_began = broken.at;
  if (how == Break::restart) {
    // Seen from the platform, an attempt begins when its SYN sets out; this one may have done so
    // just before the platform was back.
    const Seconds arrived = stage.await(broken.mark, gateway_arrived, "the gateway's return");
    attempt_began = arrived - one_way;
  }
  stage.await(broken.mark, answered_by(Stage::gateway_name), "the answer");
  return {ready - broken.at, std::max(Seconds(0), attempt_began - broken.at),
          ready - attempt_began};
}

Seconds connect_floor(Stage& stage) {
  const std::size_t mark = stage.mark();
  const Seconds began = stage.now();
  stage.floor().connect();
  stage.floor().acknowledge_push();
  const Seconds ready = stage.await(mark, acked_by(Stage::floor_name), "the floor's ack");
  stage.floor().close();
  return ready - began;
}

void reconnect(benchmark::State& state, Break how, bool tls) {
  const auto added_round_trip = std::chrono::milliseconds(state.range(0));
  Stage stage({tls, added_round_trip});
  connect_floor(stage);
  reconnect_gateway(stage, how, added_round_trip / 2);

  Rounds rounds;
  std::vector<double> policy_ms;
  for (auto _ : state) {
    const Seconds floor = connect_floor(stage);
    const Reconnect ours = reconnect_gateway(stage, how, added_round_trip / 2);
    state.SetIterationTime(ours.time.count());
    rounds.add(ours.work, floor);
    policy_ms.push_back(ours.policy.count() * 1000);
  }
  rounds.report(state);
  state.counters["policy"] = median(policy_ms);
}

void round_trips(benchmark::internal::Benchmark* cases) {
  cases->ArgName("added_ms")->Arg(0)->Arg(20)->Arg(100);
  cases->Iterations(30)->UseManualTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(reconnect, reset_plain, Break::reset, false)->Apply(round_trips);
BENCHMARK_CAPTURE(reconnect, reset_tls, Break::reset, true)->Apply(round_trips);
BENCHMARK_CAPTURE(reconnect, fin_plain, Break::fin, false)->Apply(round_trips);
BENCHMARK_CAPTURE(reconnect, fin_tls, Break::fin, true)->Apply(round_trips);
BENCHMARK_CAPTURE(reconnect, restart_plain, Break::restart, false)->Apply(round_trips);
BENCHMARK_CAPTURE(reconnect, restart_tls, Break::restart, true)->Apply(round_trips);

}  // namespace
}  // namespace stormlark::bench
