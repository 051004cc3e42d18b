#pragma once

#include "mock_server/connections/connection.h"
#include "mock_server/delivery/platform_event.h"
#include "runtime/signal_flag.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace stormlark::mock {

/// An event or a callback on its way: what is said, and whether somebody has acknowledged it.
struct Notice {
  Notice(PlatformEvent what, asio::any_io_executor executor)
      : event(std::move(what)), acked(std::move(executor)) {}

  PlatformEvent event;
  bool callback = false;  ///< asked once, and its ack brings a reply
  std::string last_delivery;
  SignalFlag acked;
  std::string reply;  ///< what the first good ack brought
};

/// One rung of the ladder: a push, or several where the app's connections all get the event.
struct Attempt {
  Attempt(int rung, asio::any_io_executor executor) : number(rung), settled(std::move(executor)) {}

  void fail(std::string reason) {
    why = std::move(reason);
    if (--unsettled <= 0) settled.set();
  }
  void give_up(std::string reason) {
    why = std::move(reason);
    settled.set();
  }

  int number;
  int unsettled = 0;
  int in_part = 0;                    ///< pushes of which some fragments are sent, and some are not
  std::string why = "no connection";  ///< the last push that failed, or why there was none
  SignalFlag settled;
};

/// One delivery on one connection; kept for good, so that the latest ack still finds it.
struct Push {
  std::shared_ptr<Notice> notice;
  std::shared_ptr<Attempt> attempt;
  std::string delivery;
  std::string event_id;
  ConnectionLabel where;
  std::uint64_t number = 0;  ///< among all pushes
  std::optional<Clock::time_point> written{};
  bool spoiled = false;  ///< the app cannot have it whole from this attempt
  bool settled = false;
};

}  // namespace stormlark::mock
