#include "gateway/lifecycle/logging.h"

#include "runtime/manual_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

std::string logged(const Config::Log& config, const std::string& message) {
  ManualWorld world;
  make_logger(world, config, "gateway.link")->warn("{}", message);
  return world.log_text();
}

boost::json::object parsed(const std::string& line) {
  return boost::json::parse(line).as_object();
}

TEST(Logging, TextIsTimeLevelNameMessage) {
  EXPECT_THAT(logged({}, "link lost cause=eof"),
              MatchesRegex("[0-9-]+T[0-9:]+[.][0-9][0-9][0-9]Z warning gateway.link: link lost "
                           "cause=eof\n"));
}

TEST(Logging, JsonIsOneObjectALine) {
  const std::string line = logged({.format = "json"}, "link lost cause=eof");
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto entry = parsed(line);
  EXPECT_EQ(entry.size(), 4U);
  EXPECT_THAT(std::string(entry.at("ts").as_string()), MatchesRegex("....-..-..T..:..:.*Z"));
  EXPECT_EQ(entry.at("level"), "warning");
  EXPECT_EQ(entry.at("logger"), "gateway.link");
  EXPECT_EQ(entry.at("msg"), "link lost cause=eof");
}

TEST(Logging, JsonEscapesWhateverAMessageHolds) {
  for (const std::string& message :
       {std::string("quote \" backslash \\ newline \n tab \t bell \a end"),
        std::string("zero \0!", 7), std::string("émigré 飞书 🐦"), std::string("\x1b[31mred")}) {
    const std::string line = logged({.format = "json"}, message);
    EXPECT_EQ(std::string(parsed(line).at("msg").as_string()), message) << line;
    EXPECT_EQ(line.find('\n'), line.size() - 1);
  }
}

TEST(Logging, JsonReplacesBytesThatAreNotUtf8) {
  const auto entry = parsed(logged({.format = "json"}, "bad \xff\xc3 byte"));
  EXPECT_EQ(entry.at("msg"), "bad \uFFFD\uFFFD byte");
}

TEST(Logging, AMessageCannotForgeATextEntry) {
  const std::string line = logged({}, "first\n2026-01-01 error gateway: second");
  EXPECT_THAT(line, HasSubstr("first\\x0a2026"));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(Logging, KeepsQuietBelowItsLevel) {
  EXPECT_EQ(logged({.level = "error"}, "not heard"), "");
  EXPECT_NE(logged({.level = "warn"}, "heard"), "");
}

}  // namespace
}  // namespace stormlark::gateway
