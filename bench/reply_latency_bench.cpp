// From the platform accepting a user's message to the answer being visible, with an echo brain, so
// that what is left is the gateway's own: intake, custody on disk before the ack, one turn, the
// obligation on disk before the reply, the reply. The floor keeps both on disk as well, each by one
// write to a plain file.

#include "bench/stage.h"

namespace stormlark::bench {
namespace {

Seconds accepted_by(Stage& stage, const std::string& peer) {
  const std::size_t mark = stage.mark();
  stage.call([&] { stage.write_message(peer); });
  return stage.await(
      mark, [](const auto& record) { return record.template as<history::MessageAccepted>(); },
      "the message");
}

Seconds gateway_reply(Stage& stage) {
  const std::size_t mark = stage.mark();
  const Seconds accepted = accepted_by(stage, Stage::gateway_name);
  return stage.await(mark, answered_by(Stage::gateway_name), "the answer") - accepted;
}

Seconds floor_reply(Stage& stage) {
  const std::size_t mark = stage.mark();
  const Seconds accepted = accepted_by(stage, Stage::floor_name);
  stage.floor().answer_push();
  return stage.await(mark, answered_by(Stage::floor_name), "the floor's answer") - accepted;
}

void reply_latency(benchmark::State& state, bool tls) {
  Stage stage({tls, std::chrono::milliseconds(state.range(0))});
  stage.floor().connect();
  stage.floor().acknowledge_push();
  stage.floor().authenticate();
  floor_reply(stage);
  gateway_reply(stage);

  Rounds rounds;
  for (auto _ : state) {
    const Seconds floor = floor_reply(stage);
    const Seconds ours = gateway_reply(stage);
    state.SetIterationTime(ours.count());
    rounds.add(ours, floor);
  }
  rounds.report(state);
}

void round_trips(benchmark::internal::Benchmark* cases) {
  cases->ArgName("added_ms")->Arg(0)->Arg(20);
  cases->Iterations(100)->UseManualTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(reply_latency, plain, false)->Apply(round_trips);
BENCHMARK_CAPTURE(reply_latency, tls, true)->Apply(round_trips);

}  // namespace
}  // namespace stormlark::bench
