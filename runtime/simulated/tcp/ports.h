#pragma once

#include "runtime/network.h"
#include "runtime/simulated/tcp/backlog.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace stormlark::tcp {

/// Whether a port at this address is one that all hosts share: the loopback's, or any address's.
bool is_shared(const std::string& host);

/// Who listens where. The loopback's ports are those of the whole network: one listener each, and
/// it can be reached from all hosts.
class Ports {
 public:
  /// Where port 0 is asked for, the next one that is free, so that runs repeat.
  Result<Endpoint> bind(Endpoint at, const std::shared_ptr<Backlog>& backlog);
  /// Null when nobody listens there.
  std::shared_ptr<Backlog> find(const Endpoint& at) const;
  /// The host to which an endpoint leads, also while nobody listens there; `from` for a port of the
  /// loopback at which nobody ever did.
  std::string host_of(const Endpoint& at, const std::string& from) const;
  /// Whether somebody ever listened at this address.
  bool knows(const std::string& address) const;
  /// This process listens no more.
  void close_all_of(const Attachment& process);

 private:
  struct Place {
    std::string host;
    std::weak_ptr<Backlog> backlog;
  };
  using Key = std::pair<std::string, std::uint16_t>;

  static Key key_of(const Endpoint& at);
  const Place* place_of(const Endpoint& at) const;

  std::map<Key, Place> places_;
  std::uint16_t next_port_ = 20'000;
};

}  // namespace stormlark::tcp
