#pragma once

#include "runtime/simulated/tcp/cable.h"
#include "runtime/simulated/tcp/connection.h"
#include "runtime/simulated/tcp/ports.h"

#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace stormlark::tcp {

/// Everything between the processes: hosts, names, wires, ports, and the connections that are open.
class Fabric {
 public:
  Fabric(Timeline& timeline, Prng random) : timeline_(timeline), random_(random) {}
  Fabric(const Fabric&) = delete;
  Fabric& operator=(const Fabric&) = delete;

  std::shared_ptr<Attachment> attach(std::string host, asio::any_io_executor executor);
  /// What a kernel does when a process ends.
  void abandon(Attachment& process);

  /// The client's SYN is on its way.
  std::shared_ptr<Connection> open(std::shared_ptr<Attachment> client, Endpoint to);

  /// How the name service answers now.
  Clock::duration lookup_delay(const std::string& name) const;
  bool resolves(const std::string& name) const;
  void set_name(const std::string& name, NameService service);

  void set_wire(const std::string& from, const std::string& to, Wire wire);
  Wire wire(const std::string& from, const std::string& to) const;

  /// The connections that are open between two hosts, in the order in which they were.
  std::list<std::shared_ptr<Connection>> between(const std::string& one,
                                                 const std::string& other) const;
  Timeline& timeline() { return timeline_; }
  Ports& ports() { return ports_; }

 private:
  Cable& cable(const std::string& from, const std::string& to);

  Timeline& timeline_;
  Prng random_;
  std::map<std::pair<std::string, std::string>, Cable> cables_;
  std::map<std::string, NameService> names_;
  std::set<std::string> hosts_;
  Ports ports_;
  std::list<std::shared_ptr<Connection>> connections_;
};

}  // namespace stormlark::tcp
