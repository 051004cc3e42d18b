#include "mock_server/doors.h"

#include "runtime/accepting.h"
#include "runtime/timeout.h"

namespace stormlark::mock {
namespace {

constexpr Clock::duration tls_handshake_limit = 10s;
// Room for files of more than the 30 MB that one may have: they are refused as the platform does
// it.
constexpr std::size_t body_bytes_max = 64U << 20;
constexpr Clock::duration pause_between_attempts = 100ms;  // to get an address back

/// The platform's own names, too: bots that have them built in find the doors by a hosts file.
std::vector<std::string> certified_names(const std::string& host) {
  return {host,
          "localhost",
          "127.0.0.1",
          "open.feishu.cn",
          "open.larksuite.com",
          "accounts.feishu.cn",
          "accounts.larksuite.com",
          "msg-frontier.feishu.cn",
          "msg-frontier.larksuite.com",
          "msg-frontier-sg.larksuite.com"};
}

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
    : world_(world),
      recorder_(recorder),
      api_(api),
      tasks_(tasks),
      log_("mock_server", world.log_sink()) {
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
    door.tls = authority_->make_server(certified_names(at.host));
  }
  Door& kept = doors_.emplace_back(std::move(door));
  admit(kept);
  return kept.at;
}

int Doors::close_all() {
  wanted_open_ = false;
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
  wanted_open_ = true;
  for (Door& door : doors_) {
    if (door.listener) continue;
    const auto opened = open(door);
    if (opened) continue;
    log_.warn("cannot listen again yet at={} cause={}; end what has taken the address",
              door.at.to_string(), opened.error().message());
    tasks_.spawn(open_when_free(door));
  }
}

Result<void> Doors::open(Door& door) {
  auto listener = world_.network().listen(door.at);
  if (!listener) return listener.error();
  door.listener = std::move(*listener);
  admit(door);
  return {};
}

awaitable<void> Doors::open_when_free(Door& door) {
  while (wanted_open_ && !door.listener) {
    co_await sleep_for(world_.clock(), pause_between_attempts);
    if (wanted_open_ && !door.listener) open(door);
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

std::vector<std::string> Doors::peers() const {
  std::vector<std::string> peers;
  for (const Door& door : doors_) peers.push_back(door.peer);
  return peers;
}

void Doors::admit(Door& door) {
  Accepting accepting{.take = [this, &door](Stream stream) -> awaitable<void> {
                        tasks_.spawn(serve(door, std::move(stream)));
                        co_return;
                      },
                      .failed =
                          [this, &door](error_code ec) {
                            log_.warn("cannot accept connections at={} cause={}",
                                      door.at.to_string(), ec.message());
                          }};
  tasks_.spawn(accept_each(world_.clock(), door.listener, std::move(accepting)));
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
  co_await serve_http(world_.clock(), std::move(served), handler,
                      {.body_bytes_max = body_bytes_max});
}

}  // namespace stormlark::mock
