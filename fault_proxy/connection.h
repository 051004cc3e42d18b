#pragma once

#include "fault_proxy/active_faults.h"
#include "fault_proxy/evidence.h"
#include "fault_proxy/fault_proxy.h"
#include "fault_proxy/pipe.h"
#include "runtime/world.h"

#include <string>

namespace stormlark::proxy {

/// A client and the upstream it talks to, with a pipe for each direction.
///
/// The kernel has already told the client that it is connected. So that a slow path is slow from
/// the first packet on, the opening passes the rules as SYN and SYN-ACK would: up before the
/// upstream is dialled, and down before the client's first byte is read. A round trip added by
/// latency is thus paid once for the connection and once for each exchange on it. In CONNECT mode
/// the opening is that of the path to the proxy; the tunnel request and its answer pass the rules
/// next, as one more round trip.
class Connection {
 public:
  Connection(World& world, history::Recorder& recorder, Evidence& evidence,
             const ProxyOptions& options, const ActiveFaults& faults, Prng random, Stream client);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Until both directions have ended, or one has been reset.
  awaitable<void> run();

  void begin_fault(const ActiveFault& fault);
  void end_fault(const std::string& name);
  /// Ends both sides with RST, at once.
  void reset();

 private:
  awaitable<bool> open_forward();
  awaitable<bool> open_tunnel();
  awaitable<bool> pass_opening();
  awaitable<bool> dial(Endpoint to);
  void note_failure(std::string why);
  awaitable<bool> answer(unsigned status);
  void pipe_ended(Pipe& other, Pipe::End how);
  void end_in_order();

  World& world_;
  history::Recorder& recorder_;
  Evidence& evidence_;
  const ProxyOptions& options_;
  const ActiveFaults& faults_;
  Prng random_;
  Stream client_;
  Stream upstream_;
  Pipe up_;
  Pipe down_;
  int ended_in_order_ = 0;
  bool broken_ = false;  ///< one receiver is gone
  bool reset_ = false;
};

}  // namespace stormlark::proxy
