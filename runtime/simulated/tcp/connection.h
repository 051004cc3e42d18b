#pragma once

#include "runtime/network.h"
#include "runtime/simulated/tcp/line.h"
#include "runtime/simulated/tcp/nat_entry.h"
#include "runtime/simulated/tcp/socket.h"

#include <memory>
#include <string>

namespace stormlark::tcp {

class Backlog;
class Ports;

/// Two sockets and what is between them, from the client's SYN on.
class Connection final : public std::enable_shared_from_this<Connection>, private Line::Receiver {
 public:
  struct Route {
    Endpoint to;         ///< as the client was told
    std::string client;  ///< the host, as the next
    std::string server;
  };

  Connection(Timeline& timeline, Cable& there, Cable& back, const Ports& ports, Route route);

  /// The client's SYN leaves.
  void open(std::shared_ptr<Attachment> client);

  Socket& client() { return client_; }
  Socket& server() { return server_; }
  bool is_between(const std::string& one, const std::string& other) const;

  /// Both sides see a reset, or an end in order, that neither has sent.
  void break_off();
  void finish();

  /// One of the wires is about to change; it has changed.
  void before_change() { nat_.expire(); }
  void after_change();

  /// Nobody can notice anything of it any more.
  bool over() const { return client_.over() && server_.over(); }

 private:
  void arrived(const Line& line, Segment segment) override;
  void knock();
  void enter();

  const Ports& ports_;
  Route route_;
  const Wire& wire_there_;
  NatEntry nat_;
  Line there_;
  Line back_;
  Socket client_;
  Socket server_;
  std::weak_ptr<Backlog> door_;
};

}  // namespace stormlark::tcp
