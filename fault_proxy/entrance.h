#pragma once

#include "runtime/bell.h"
#include "runtime/world.h"

#include <functional>
#include <memory>

namespace stormlark::proxy {

/// Where connections come in: a listening socket that faults close, or leave unserved.
class Entrance {
 public:
  struct Events {
    std::function<void(Stream)> arrived;
    std::function<void()> left_waiting;  ///< a connection came that is not served for the moment
    std::function<void(error_code)> failed;  ///< none can be accepted for the moment
  };

  Entrance(World& world, Endpoint at, Events events);

  /// Listens; fails when the address is in use.
  Result<void> open();
  /// New connections are refused until `open`.
  void close();
  /// Connections wait, accepted by the kernel, until they are served again.
  void set_served(bool served);

  /// The address with its real port, once it has been opened.
  Endpoint address() const { return at_; }

  /// Accepts until cancelled.
  awaitable<void> run();

 private:
  awaitable<void> serve(Stream stream);

  World& world_;
  Endpoint at_;
  Events events_;
  Bell change_;
  std::shared_ptr<Listener> listener_;  ///< shared with the accept in flight
  bool wanted_open_ = false;
  bool served_ = true;
};

}  // namespace stormlark::proxy
