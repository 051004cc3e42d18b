#pragma once

#include "fault_proxy/fault_proxy.h"
#include "runtime/manual_world.h"
#include "runtime/task_group.h"

#include <deque>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace stormlark::proxy {

/// One end of a connection under test: notes what arrives, and when.
struct Peer {
  struct Arrival {
    Clock::duration at{};  ///< since the test began
    std::size_t bytes = 0;
  };

  Stream stream;
  std::string received;
  std::vector<Arrival> arrivals;
  error_code end;  ///< eof, or why reading failed
  Clock::duration ended_at{};
  std::size_t written = 0;  ///< bytes that its own stream has taken
};

/// A proxy between clients and an upstream, in virtual time. The upstream accepts and says nothing
/// until told to.
class ProxyFixture : public testing::Test {
 protected:
  explicit ProxyFixture(Mode mode = Mode::forward);
  void TearDown() override;

  Clock::duration elapsed() { return world.clock().now() - began; }
  void wait_for(Clock::duration span) { world.run_for(span); }

  /// A client that dials the proxy, reads from then on, and may send at once.
  Peer& connect();
  /// As `connect`, and waits for the upstream to have accepted.
  Peer& connect_through();
  Peer& upstream() { return upstreams.back(); }

  void send(Peer& from, std::string bytes);
  void finish_sending(Peer& peer);
  void stop_reading_upstream() { upstream_reads = false; }

  void begin(const std::string& name, Fault fault) { proxy.begin_fault(name, std::move(fault)); }
  /// What the history says that the fault did, in order.
  std::vector<std::string> effects(const std::string& name) const;
  /// Why connections found no platform, in order.
  std::vector<std::string> failed_dials() const;
  /// Why it ended, or empty.
  std::string end_of(const std::string& name) const;

  ManualWorld world;
  Clock::time_point began = world.clock().now();
  history::Recorder recorder{world.clock(), world.executor()};
  TaskGroup tasks{world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }};
  std::unique_ptr<Listener> door;
  FaultProxy proxy;
  std::deque<Peer> clients;
  std::deque<Peer> upstreams;
  bool upstream_reads = true;
  error_code refused;  ///< of the last dial that failed
};

}  // namespace stormlark::proxy
