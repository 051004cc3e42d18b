#include "mock_server/doors.h"

#include "runtime/timeout.h"

#include <stdexcept>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

constexpr Clock::duration tls_handshake_limit = 10s;
constexpr Clock::duration pause_after_failed_accept = 100ms;

}  // namespace

/// A TCP connection's stay, recorded from accept to close.
class Doors::Visit {
 public:
  Visit(Doors& doors, const Door& door, std::shared_ptr<ClientSocket> socket)
      : doors_(doors),
        caller_{door.peer, ++doors.last_socket_, std::move(socket), door.at.to_string()} {
    doors_.inside_.emplace(caller_.socket_number, caller_.socket);
    doors_.recorder_.add(
        history::SocketAccepted{.peer = caller_.peer, .socket = caller_.socket_number});
  }
  ~Visit() {
    doors_.inside_.erase(caller_.socket_number);
    doors_.recorder_.add(
        history::SocketClosed{.peer = caller_.peer, .socket = caller_.socket_number});
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  const Caller& caller() const { return caller_; }

 private:
  Doors& doors_;
  Caller caller_;
};

Doors::Doors(World& world, history::Recorder& recorder, HttpApi& api, TaskGroup& tasks,
             bool with_tls)
    : world_(world), recorder_(recorder), api_(api), tasks_(tasks) {
  if (!with_tls) return;
  authority_ = world.tls().make_authority();
  authority_pem_ = authority_->certificate_pem();
}

Result<Endpoint> Doors::listen(std::string peer, Endpoint at) {
  auto listener = world_.network().listen(at);
  if (!listener) return listener.error();
  Door door{.peer = std::move(peer),
            .at = {at.host, (*listener)->local_endpoint().port},
            .tls = {},
            .listener = std::move(*listener)};
  if (authority_) {
    door.tls = authority_->make_server({at.host, "localhost", "127.0.0.1"});
  }
  Door& kept = doors_.emplace_back(std::move(door));
  admit(kept);
  return kept.at;
}

int Doors::close_all() {
  int closed = 0;
  for (Door& door : doors_) {
    const auto listener = std::exchange(door.listener, nullptr);
    if (!listener) continue;
    listener->close();
    ++closed;
  }
  return closed;
}

void Doors::open_again() {
  for (Door& door : doors_) {
    if (door.listener) continue;
    auto listener = world_.network().listen(door.at);
    if (!listener) {
      throw std::runtime_error(fmt::format("the platform cannot listen at {} again: {}",
                                           door.at.to_string(), listener.error().message()));
    }
    door.listener = std::move(*listener);
    admit(door);
  }
}

int Doors::cut_all(bool with_reset, const std::set<int>& except) {
  int cut = 0;
  for (const auto& [number, socket] : inside_) {
    if (except.contains(number)) continue;
    socket->cut(with_reset);
    ++cut;
  }
  return cut;
}

void Doors::admit(Door& door) {
  tasks_.spawn(accept_all(door, door.listener));
}

awaitable<void> Doors::accept_all(const Door& door, std::shared_ptr<Listener> listener) {
  while (door.listener == listener) {
    auto stream = co_await listener->accept();
    if (stream) {
      tasks_.spawn(serve(door, std::move(*stream)));
    } else if (door.listener == listener) {
      co_await sleep_for(world_.clock(), pause_after_failed_accept);
    }
  }
}

awaitable<void> Doors::serve(const Door& door, Stream stream) {
  const auto socket = std::make_shared<ClientSocket>(std::move(stream));
  const Visit visit(*this, door, socket);
  Stream served = socket->stream();
  if (door.tls) {
    auto secured = co_await with_timeout(world_.clock(), tls_handshake_limit,
                                         door.tls->accept(std::move(served)));
    if (!secured) co_return;
    served = std::move(*secured);
  }
  const HttpHandler handler = [this, &visit](HttpRequest request) {
    return api_.handle(std::move(request), visit.caller());
  };
  co_await serve_http(world_.clock(), std::move(served), handler);
}

}  // namespace stormlark::mock
