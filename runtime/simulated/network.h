#pragma once

#include "runtime/network.h"
#include "runtime/prng.h"
#include "runtime/simulated/timeline.h"

#include <memory>
#include <optional>
#include <string>

namespace stormlark {

class ProcessNetwork;

/// How the wire from one host to another behaves, in that direction. Bytes are never dropped
/// inside a stream: what is withheld arrives once the wire is well again.
struct Wire {
  Clock::duration latency = std::chrono::microseconds(50);
  Clock::duration jitter = std::chrono::microseconds(30);  ///< up to that much more; order stays
  std::optional<std::size_t> bytes_per_second{};
  bool blackhole = false;  ///< nothing arrives, no FIN, no RST; a new connection hangs
  bool refused = false;    ///< new connections are refused
  std::optional<Clock::duration> idle_drop{};  ///< a NAT forgets connections that idle that long
};

/// How the name of a host is resolved.
struct NameService {
  bool unresolvable = false;
  Clock::duration delay{};
};

/// TCP between the processes of a simulation, as their kernels do it, over wires from host to host.
/// A host is where processes run, and its name is the name in an address. A port of `localhost` or
/// `127.0.0.1` is that of whichever host listens there. Outlives all streams and listeners.
class SimulatedNetwork {
 public:
  SimulatedNetwork(Timeline& timeline, Prng random);
  SimulatedNetwork(const SimulatedNetwork&) = delete;
  SimulatedNetwork& operator=(const SimulatedNetwork&) = delete;
  ~SimulatedNetwork();

  /// The network as one process on `host` sees it; completions are posted to `executor`.
  std::unique_ptr<ProcessNetwork> attach(std::string host, asio::any_io_executor executor);

  /// From now on, also for connections that are open.
  void set_wire(const std::string& from, const std::string& to, Wire wire);
  Wire wire(const std::string& from, const std::string& to) const;
  void set_name(const std::string& host, NameService service);
  /// Ends the connections between two hosts, as something on the way might: both sides see a reset,
  /// or an end in order.
  void reset_connections(const std::string& one, const std::string& other);
  void finish_connections(const std::string& one, const std::string& other);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One process's way to the network.
class ProcessNetwork : public Network {
 public:
  /// The process is no more, and its kernel tidies up: its listeners are gone, and who was not
  /// accepted yet sees a reset; each open stream ends in order, or with a reset where something
  /// that came in was not read. What it waits for ends with `operation_aborted`, and nothing that
  /// it still does has any effect.
  virtual void abandon() = 0;
  /// What its operations in flight wait for, for the report of a simulation that stands still:
  /// `2 reads, 1 accept`.
  virtual std::string waiting_for() const = 0;
};

}  // namespace stormlark
