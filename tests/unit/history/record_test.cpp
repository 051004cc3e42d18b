#include "history/record.h"

#include "history/history.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

#include <boost/mp11.hpp>

#include <gtest/gtest.h>

namespace stormlark::history {
namespace {

TEST(Record, WritesItsMembersByName) {
  const Record record{7, 1'250'000, Acked{"e1", "d1", "m1", 3, "bot", 200, true}};
  EXPECT_EQ(to_line(record),
            R"({"id":7,"us":1250000,"kind":"acked","event":"e1","delivery":"d1","message":"m1",)"
            R"("connection":3,"peer":"bot","code":200,"late":true})");
}

// Every alternative of the variant must have its own name, and read back as itself.
TEST(Record, EveryKindReadsBackAsItWasWritten) {
  std::vector<Event> events;
  boost::mp11::mp_for_each<Event>([&](auto event) { events.emplace_back(event); });
  ASSERT_EQ(events.size(), std::variant_size_v<Event>);
  for (const Event& event : events) {
    const std::string line = to_line({1, 2, event});
    const auto back = parse_line(line);
    ASSERT_TRUE(back) << line;
    EXPECT_EQ(back->event.index(), event.index()) << line;
    EXPECT_EQ(to_line(*back), line);
  }
}

TEST(Record, RefusesWhatIsNotARecord) {
  for (const char* line : {"", "{", "{}", R"({"id":1,"us":2,"kind":"nonsense"})",
                           R"({"id":1,"us":2,"kind":"run-ended"})"}) {
    EXPECT_FALSE(parse_line(line)) << line;
  }
}

TEST(History, NamesTheLineThatIsTorn) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("torn.jsonl");
  std::ofstream(path) << to_line({1, 0, RunEnded{"completed"}}) << "\n{\"id\":2,\"us";
  try {
    read(path);
    FAIL() << "read a torn history";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("torn.jsonl:2:"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace stormlark::history
