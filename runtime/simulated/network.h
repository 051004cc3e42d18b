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

/// The wires between the hosts of a simulation. A host is where processes run; its name is the
/// name in the address, and `localhost` and `127.0.0.1` are whichever host listens there.
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
  /// Ends the connections between two hosts: with a reset, or in order as both sides see it.
  void reset_connections(const std::string& one, const std::string& other);
  void finish_connections(const std::string& one, const std::string& other);

  struct Fabric;

 private:
  std::shared_ptr<Fabric> fabric_;
};

/// One process's way to the network.
class ProcessNetwork : public Network {
 public:
  /// The process is no more: its listeners are gone, its peers see a reset, and nothing that it
  /// still does has any effect.
  virtual void abandon() = 0;
  /// What its operations in flight wait for, for the report of a simulation that stands still:
  /// `2 reads, 1 accept`.
  virtual std::string waiting_for() const = 0;
};

}  // namespace stormlark
