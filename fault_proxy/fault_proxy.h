#pragma once

#include "fault_proxy/faults.h"
#include "history/recorder.h"
#include "runtime/world.h"

#include <memory>
#include <string>

namespace stormlark::proxy {

enum class Mode {
  forward,  ///< every connection goes to the upstream
  connect,  ///< HTTP CONNECT: the client names the target
};

struct ProxyOptions {
  std::string name;  ///< the link's name in histories: the subject it belongs to
  Endpoint listen{"127.0.0.1", 0};
  Endpoint upstream;  ///< forward mode
  Mode mode = Mode::forward;
};

/// A bad network between a subject and the platform. Faults change while connections live, and
/// faults of one kind replace each other by name only: two latencies add up.
class FaultProxy {
 public:
  FaultProxy(World& world, history::Recorder& recorder, ProxyOptions options);
  ~FaultProxy();

  /// Listens; fails when the address is in use.
  Result<void> start();
  /// Closes the listener and all connections and waits until nothing runs any more.
  awaitable<void> stop();

  Endpoint address() const;

  void begin_fault(const std::string& name, Fault fault);
  bool heal(const std::string& name);

  std::size_t connections() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stormlark::proxy
