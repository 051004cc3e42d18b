#include "runtime/simulated/tcp/ports.h"

#include <boost/asio/error.hpp>

namespace stormlark::tcp {

bool is_shared(const std::string& host) {
  return host == "127.0.0.1" || host == "localhost" || host == "::1" || host == "0.0.0.0";
}

Result<Endpoint> Ports::bind(Endpoint at, const std::shared_ptr<Backlog>& backlog) {
  const bool any_port = at.port == 0;
  if (any_port) at.port = next_port_++;
  while (any_port && find(at)) at.port = next_port_++;
  if (find(at)) return error_code(asio::error::address_in_use);
  places_[key_of(at)] = {backlog->process()->host(), backlog};
  return at;
}

std::shared_ptr<Backlog> Ports::find(const Endpoint& at) const {
  const Place* const place = place_of(at);
  auto backlog = place ? place->backlog.lock() : nullptr;
  return backlog && !backlog->closed() ? backlog : nullptr;
}

std::string Ports::host_of(const Endpoint& at, const std::string& from) const {
  if (const Place* const place = place_of(at)) return place->host;
  return is_shared(at.host) ? from : at.host;
}

bool Ports::knows(const std::string& address) const {
  const auto first = places_.lower_bound({address, 0});
  return first != places_.end() && first->first.first == address;
}

void Ports::close_all_of(const Attachment& process) {
  for (const auto& [key, place] : places_) {
    const auto backlog = place.backlog.lock();
    if (backlog && backlog->process().get() == &process) backlog->close();
  }
}

Ports::Key Ports::key_of(const Endpoint& at) {
  return {is_shared(at.host) ? "127.0.0.1" : at.host, at.port};
}

// A host is also reached by its name at the ports of its loopback.
const Ports::Place* Ports::place_of(const Endpoint& at) const {
  const auto named = places_.find(key_of(at));
  if (named != places_.end()) return &named->second;
  const auto own = places_.find(key_of({"127.0.0.1", at.port}));
  if (own != places_.end() && own->second.host == at.host) return &own->second;
  return nullptr;
}

}  // namespace stormlark::tcp
