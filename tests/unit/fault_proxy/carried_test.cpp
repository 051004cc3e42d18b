#include "fault_proxy/carried.h"

#include <initializer_list>
#include <string>

#include <gtest/gtest.h>

namespace stormlark::proxy {
namespace {

std::string carried(std::initializer_list<std::string_view> pieces) {
  Carried carried;
  for (const std::string_view piece : pieces) carried.hear(piece);
  return carried.name();
}

TEST(Carried, AnUpgradeMakesALongConnection) {
  EXPECT_EQ(carried({"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"}), "a long connection");
  EXPECT_EQ(carried({"HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\n\r\n"}),
            "a long connection");
}

TEST(Carried, TheHeadMayComeInPieces) {
  EXPECT_EQ(carried({"GET /ws HTTP/1.1\r\nUpg", "rade: websocket\r", "\n\r", "\n"}),
            "a long connection");
}

TEST(Carried, CallsAndSilenceMakeAConnection) {
  EXPECT_EQ(carried({}), "a connection");
  EXPECT_EQ(carried({""}), "a connection");
  EXPECT_EQ(carried({"POST / HTTP/1.1\r\n\r\n\r\nUpgrade: websocket\r\n\r\n"}), "a connection");
  EXPECT_EQ(carried({std::string(20'000, 'x'), "\r\nUpgrade: websocket\r\n\r\n"}), "a connection");
}

TEST(Carried, ATlsHandshakeHidesTheRest) {
  EXPECT_EQ(carried({"\x16\x03\x01"}), "an encrypted connection");
}

}  // namespace
}  // namespace stormlark::proxy
