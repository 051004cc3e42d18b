#include "runtime/simulated/network.h"

#include "runtime/simulated/tcp/fabric.h"
#include "runtime/simulated/tcp/listener.h"
#include "runtime/simulated/tcp/lookup.h"
#include "runtime/simulated/tcp/stream.h"

#include <boost/asio/error.hpp>

namespace stormlark {
namespace {

class AttachedNetwork final : public ProcessNetwork {
 public:
  AttachedNetwork(tcp::Fabric& fabric, std::shared_ptr<tcp::Attachment> process)
      : fabric_(fabric), process_(std::move(process)) {}
  ~AttachedNetwork() override { AttachedNetwork::abandon(); }

  awaitable<Result<Stream>> connect(Endpoint to) override;
  Result<std::unique_ptr<Listener>> listen(Endpoint at) override;
  void abandon() override {
    if (!process_->abandoned()) fabric_.abandon(*process_);
  }
  std::string waiting_for() const override { return process_->waiting_for(); }

 private:
  awaitable<error_code> look_up(const std::string& name);

  tcp::Fabric& fabric_;
  std::shared_ptr<tcp::Attachment> process_;
};

awaitable<Result<Stream>> AttachedNetwork::connect(Endpoint to) {
  if (process_->abandoned()) co_return error_code(asio::error::operation_aborted);
  const error_code unknown = co_await look_up(to.host);
  if (unknown) co_return unknown;
  const auto connection = fabric_.open(process_, to);
  auto stream = std::make_unique<tcp::SocketStream>(connection, connection->client());
  const error_code failed = co_await connection->client().connected();
  if (failed) co_return failed;
  co_return Stream(std::move(stream));
}

awaitable<error_code> AttachedNetwork::look_up(const std::string& name) {
  if (const auto delay = fabric_.lookup_delay(name); delay > Clock::duration::zero()) {
    tcp::Lookup lookup(fabric_.timeline(), delay);
    const error_code cancelled = co_await lookup.answered(process_);
    if (cancelled) co_return cancelled;
  }
  co_return fabric_.resolves(name) ? error_code() : error_code(asio::error::host_not_found);
}

Result<std::unique_ptr<Listener>> AttachedNetwork::listen(Endpoint at) {
  if (process_->abandoned()) return error_code(asio::error::operation_aborted);
  auto backlog = std::make_shared<tcp::Backlog>(process_);
  const auto bound = fabric_.ports().bind(at, backlog);
  if (!bound) return bound.error();
  return std::unique_ptr<Listener>(
      std::make_unique<tcp::BacklogListener>(*bound, std::move(backlog)));
}

}  // namespace

struct SimulatedNetwork::Impl {
  Impl(Timeline& timeline, Prng random) : fabric(timeline, random) {}
  tcp::Fabric fabric;
};

SimulatedNetwork::SimulatedNetwork(Timeline& timeline, Prng random)
    : impl_(std::make_unique<Impl>(timeline, random)) {}
SimulatedNetwork::~SimulatedNetwork() = default;

std::unique_ptr<ProcessNetwork> SimulatedNetwork::attach(std::string host,
                                                         asio::any_io_executor executor) {
  return std::make_unique<AttachedNetwork>(
      impl_->fabric, impl_->fabric.attach(std::move(host), std::move(executor)));
}

void SimulatedNetwork::set_wire(const std::string& from, const std::string& to, Wire wire) {
  impl_->fabric.set_wire(from, to, wire);
}

Wire SimulatedNetwork::wire(const std::string& from, const std::string& to) const {
  return impl_->fabric.wire(from, to);
}

void SimulatedNetwork::set_name(const std::string& host, NameService service) {
  impl_->fabric.set_name(host, service);
}

void SimulatedNetwork::reset_connections(const std::string& one, const std::string& other) {
  for (const auto& connection : impl_->fabric.between(one, other)) connection->break_off();
}

void SimulatedNetwork::finish_connections(const std::string& one, const std::string& other) {
  for (const auto& connection : impl_->fabric.between(one, other)) connection->finish();
}

}  // namespace stormlark
