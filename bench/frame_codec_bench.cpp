// What one push costs in processor time, apart from sockets: decoding it, and answering it. These
// numbers say how far the codec is from mattering at chat rates.

#include "protocol/event.h"
#include "protocol/frame.h"

#include <benchmark/benchmark.h>

namespace stormlark::bench {
namespace {

protocol::Frame typical_push(std::size_t text_bytes) {
  protocol::MessageReceived event;
  event.header = {"5e3702a84e847582be8db7fb73283c02", std::string(protocol::event_message_receive),
                  "cli_a1b2c3d4e5f60718", "2ca1d211f64f6438", 1'700'000'000'000};
  event.message_id = "om_5ce6d572455d361153b7cb51da133945";
  event.chat_id = "oc_5ce6d572455d361153b7cb51da133945";
  event.chat_type = "p2p";
  event.sender_open_id = "ou_84aad35d084aa403a838cf73ee18467";
  event.message_type = "text";
  event.content = protocol::text_content(std::string(text_bytes, 'x'));
  event.create_time_ms = 1'700'000'000'000;

  protocol::Frame frame;
  frame.seq_id = 1;
  frame.log_id = 2;
  frame.service = 33'554'678;
  frame.method = protocol::method_data;
  frame.headers = {{"type", "event"},
                   {"message_id", "0b3fc34e-3a4d-4c6e-9d6f-0f4f6d7a9b1c"},
                   {"trace_id", event.header.event_id},
                   {"sum", "1"},
                   {"seq", "0"},
                   {"timestamp", "1700000000000"},
                   {"instance_id", "c3Rvcm1sYXJrLWluc3RhbmNl"}};
  frame.payload = protocol::encode(event);
  return frame;
}

std::int64_t bytes_of(const benchmark::State& state, std::size_t frame_bytes) {
  return static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(frame_bytes);
}

void encode_push(benchmark::State& state) {
  const auto push = typical_push(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(protocol::encode(push));
  state.SetBytesProcessed(bytes_of(state, protocol::encode(push).size()));
}

void decode_push(benchmark::State& state) {
  const auto bytes = protocol::encode(typical_push(static_cast<std::size_t>(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(protocol::decode(bytes));
  state.SetBytesProcessed(bytes_of(state, bytes.size()));
}

// From the bytes of a push to the bytes of its ack, with the event read in between.
void answer_push(benchmark::State& state) {
  const auto bytes = protocol::encode(typical_push(static_cast<std::size_t>(state.range(0))));
  for (auto _ : state) {
    const auto push = protocol::decode(bytes);
    benchmark::DoNotOptimize(protocol::parse_message_received(*push->payload));
    benchmark::DoNotOptimize(protocol::encode(protocol::make_ack(*push, 200, 3)));
  }
  state.SetBytesProcessed(bytes_of(state, bytes.size()));
}

BENCHMARK(encode_push)->Arg(64)->Arg(1'024)->Arg(65'536);
BENCHMARK(decode_push)->Arg(64)->Arg(1'024)->Arg(65'536);
BENCHMARK(answer_push)->Arg(64)->Arg(1'024)->Arg(65'536);

}  // namespace
}  // namespace stormlark::bench
