#include "mock_server/cards/streaming.h"

#include "protocol/error_codes.h"

#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

constexpr Clock::time_point start{};

TEST(Streaming, IsClosedUntilItIsOpened) {
  Streaming mode;
  EXPECT_EQ(mode.admit(start), code::card_stream_closed);
  mode.follow(false, start);
  EXPECT_EQ(mode.admit(start), code::card_stream_closed);
  mode.follow(true, start);
  EXPECT_EQ(mode.admit(start), code::ok);
  mode.follow(false, start + 1s);
  EXPECT_EQ(mode.admit(start + 1s), code::card_stream_closed);
}

TEST(Streaming, EndsTenMinutesAfterItWasOpenedAndSaysSoOnce) {
  Streaming mode;
  mode.follow(true, start);
  mode.follow(true, start + 9min);  // does not prolong it
  EXPECT_EQ(mode.admit(start + 599s), code::ok);
  EXPECT_EQ(mode.admit(start + 10min), code::card_stream_timed_out);
  EXPECT_EQ(mode.admit(start + 10min), code::card_stream_closed);
}

TEST(Streaming, CanBeOpenedAgain) {
  Streaming mode;
  mode.follow(true, start);
  mode.follow(false, start + 11min);  // the end is still to be said
  EXPECT_EQ(mode.admit(start + 11min), code::card_stream_timed_out);
  mode.follow(true, start + 12min);
  EXPECT_EQ(mode.admit(start + 21min), code::ok);
}

}  // namespace
}  // namespace stormlark::mock
