#include "fault_proxy/faults.h"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace stormlark::proxy {
namespace {

FaultParse parse(const char* text) {
  return parse_fault(boost::json::parse(text).as_object());
}

TEST(ParseFault, ReadsEveryKind) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"latency": "40ms"})", "latency 40ms, both"},
      {R"({"latency": "40ms", "jitter": "10ms", "direction": "up"})",
       "latency 40ms, jitter 10ms, up"},
      {R"({"bandwidth": "64KiB/s"})", "bandwidth 65536B/s, both"},
      {R"({"bandwidth": "2MB/s", "direction": "down"})", "bandwidth 2000000B/s, down"},
      {R"({"blackhole": "both"})", "blackhole both"},
      {R"({"blackhole": "up"})", "blackhole up"},
      {R"({"reset": true})", "reset"},
      {R"({"stalled-accept": true})", "stalled-accept"},
      {R"({"refused": true})", "refused"},
      {R"({"connect-answer": 407})", "connect-answer 407"},
      {R"({"connect-delay": "800ms"})", "connect-delay 800ms"},
  };
  for (const auto& [text, described] : cases) {
    const FaultParse parsed = parse(text);
    ASSERT_TRUE(parsed.fault) << text << ": " << parsed.problem;
    EXPECT_EQ(describe(*parsed.fault), described);
  }
}

TEST(ParseFault, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"latancy": "40ms"})", "unknown key latancy; did you mean latency?"},
      {R"({"latency": "40ms", "jiter": "1ms"})", "unknown key jiter; did you mean jitter?"},
      {R"({"latency": 40})", R"(latency wants a span of time, such as "40ms", not 40)"},
      {R"({"latency": "-1s"})", R"(latency wants a span of time, such as "40ms", not "-1s")"},
      {R"({"blackhole": "upp"})", "blackhole: unknown direction upp; did you mean up?"},
      {R"({"latency": "1s", "direction": 5})", R"(direction wants text, such as direction: "…")"},
      {R"({"reset": "yes"})", R"(reset wants true, not "yes")"},
      {R"({"connect-answer": 200})",
       "connect-answer wants an HTTP status from 300 to 599, not 200"},
      {R"({"bandwidth": "64"})",
       R"(bandwidth wants a rate in B/s, KB/s, KiB/s, MB/s or MiB/s, such as "64KiB/s", not "64")"},
      {R"({"reset": true, "refused": true})", "one fault at a time: reset or refused"},
      {R"({})",
       "no fault is named; known: latency, bandwidth, blackhole, reset, stalled-accept, refused, "
       "connect-answer, connect-delay"},
  };
  for (const auto& [text, problem] : cases) {
    const FaultParse parsed = parse(text);
    EXPECT_FALSE(parsed.fault) << text;
    EXPECT_EQ(parsed.problem, problem);
  }
}

}  // namespace
}  // namespace stormlark::proxy
