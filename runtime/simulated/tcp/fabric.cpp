#include "runtime/simulated/tcp/fabric.h"

namespace stormlark::tcp {

std::shared_ptr<Attachment> Fabric::attach(std::string host, asio::any_io_executor executor) {
  hosts_.insert(host);
  return std::make_shared<Attachment>(std::move(host), std::move(executor));
}

void Fabric::abandon(Attachment& process) {
  ports_.close_all_of(process);
  for (const auto& connection : connections_) {
    for (Socket* socket : {&connection->client(), &connection->server()}) {
      if (socket->process().get() == &process && !socket->given_up()) socket->close();
    }
  }
  process.abandon();
}

std::shared_ptr<Connection> Fabric::open(std::shared_ptr<Attachment> client, Endpoint to) {
  std::erase_if(connections_, [](const auto& connection) { return connection->over(); });
  const std::string& from = client->host();
  const std::string server = ports_.host_of(to, from);
  auto connection =
      std::make_shared<Connection>(timeline_, cable(from, server), cable(server, from), ports_,
                                   Connection::Route{std::move(to), from, server});
  connections_.push_back(connection);
  connection->open(std::move(client));
  return connection;
}

Clock::duration Fabric::lookup_delay(const std::string& name) const {
  const auto service = names_.find(name);
  return service == names_.end() ? Clock::duration::zero() : service->second.delay;
}

bool Fabric::resolves(const std::string& name) const {
  const auto service = names_.find(name);
  if (service != names_.end()) return !service->second.unresolvable;
  return is_shared(name) || is_address_literal(name) || hosts_.contains(name) || ports_.knows(name);
}

void Fabric::set_name(const std::string& name, NameService service) {
  names_[name] = service;
}

void Fabric::set_wire(const std::string& from, const std::string& to, Wire wire) {
  const auto affected = between(from, to);
  for (const auto& connection : affected) connection->before_change();
  cable(from, to).wire = wire;
  for (const auto& connection : affected) connection->after_change();
}

Wire Fabric::wire(const std::string& from, const std::string& to) const {
  const auto found = cables_.find({from, to});
  return found == cables_.end() ? Wire{} : found->second.wire;
}

std::list<std::shared_ptr<Connection>> Fabric::between(const std::string& one,
                                                       const std::string& other) const {
  std::list<std::shared_ptr<Connection>> found;
  for (const auto& connection : connections_) {
    if (connection->is_between(one, other)) found.push_back(connection);
  }
  return found;
}

Cable& Fabric::cable(const std::string& from, const std::string& to) {
  const auto found = cables_.find({from, to});
  if (found != cables_.end()) return found->second;
  const auto made = cables_.emplace(std::pair(from, to), Cable(random_.fork(from + " to " + to)));
  return made.first->second;
}

}  // namespace stormlark::tcp
