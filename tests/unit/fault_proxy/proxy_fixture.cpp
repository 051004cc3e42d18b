#include "proxy_fixture.h"

namespace stormlark::proxy {
namespace {

const Endpoint upstream_address{"127.0.0.1", 7000};

ProxyOptions options_for(Mode mode) {
  ProxyOptions options;
  options.name = "bot";
  options.upstream = upstream_address;
  options.mode = mode;
  return options;
}

awaitable<void> read_all(Clock& clock, Clock::time_point began, Peer& peer) {
  std::vector<char> buffer(64 * 1024);
  for (;;) {
    const auto n = co_await read_some(peer.stream, asio::buffer(buffer));
    if (!n) {
      peer.end = n.error();
      peer.ended_at = clock.now() - began;
      co_return;
    }
    peer.received.append(buffer.data(), *n);
    peer.arrivals.push_back({clock.now() - began, *n});
  }
}

awaitable<void> dial(Network& network, Endpoint to, TaskGroup& tasks, Clock& clock,
                     Clock::time_point began, Peer& peer, error_code& refused) {
  auto stream = co_await network.connect(to);
  if (!stream) {
    refused = stream.error();
    co_return;
  }
  peer.stream = std::move(*stream);
  tasks.spawn(read_all(clock, began, peer));
}

awaitable<void> accept_all(Listener& door, TaskGroup& tasks, Clock& clock, Clock::time_point began,
                           std::deque<Peer>& peers, const bool& reads) {
  for (;;) {
    auto stream = co_await door.accept();
    if (!stream) co_return;
    peers.emplace_back().stream = std::move(*stream);
    if (reads) tasks.spawn(read_all(clock, began, peers.back()));
  }
}

awaitable<void> write(Peer& peer, std::string bytes) {
  constexpr std::size_t step = 1024;
  for (std::size_t first = 0; first < bytes.size(); first += step) {
    const auto part = asio::buffer(bytes.data() + first, std::min(step, bytes.size() - first));
    const auto written = co_await write_all(peer.stream, part);
    if (!written) co_return;
    peer.written += part.size();
  }
}

awaitable<void> shut_down(Peer& peer) {
  co_await shutdown_send(peer.stream);
}

}  // namespace

ProxyFixture::ProxyFixture(Mode mode)
    : door(world.network().listen(upstream_address).value()),
      proxy(world, recorder, options_for(mode)) {
  EXPECT_TRUE(proxy.start());
  tasks.spawn(accept_all(*door, tasks, world.clock(), began, upstreams, upstream_reads));
}

void ProxyFixture::TearDown() {
  tasks.spawn(proxy.stop());
  const bool stopped = world.run_until([this] { return proxy.connections() == 0; }, 1s);
  EXPECT_TRUE(stopped) << "the proxy did not end its connections";
  door->close();
  tasks.stop();
  EXPECT_TRUE(world.run_until([this] { return tasks.empty(); }, 1s)) << "something still runs";
}

Peer& ProxyFixture::connect() {
  Peer& peer = clients.emplace_back();
  tasks.spawn(dial(world.network(), proxy.address(), tasks, world.clock(), began, peer, refused));
  wait_for(0s);
  return peer;
}

Peer& ProxyFixture::connect_through() {
  const std::size_t known = upstreams.size();
  Peer& peer = connect();
  EXPECT_TRUE(world.run_until([&] { return upstreams.size() > known; }, 1min));
  return peer;
}

void ProxyFixture::send(Peer& from, std::string bytes) {
  tasks.spawn(write(from, std::move(bytes)));
}

void ProxyFixture::finish_sending(Peer& peer) {
  tasks.spawn(shut_down(peer));
}

std::vector<std::string> ProxyFixture::effects(const std::string& name) const {
  std::vector<std::string> found;
  for (const auto& record : recorder.history()) {
    const auto* effect = record.as<history::FaultTookEffect>();
    if (effect && effect->fault == name) found.push_back(effect->evidence);
  }
  return found;
}

std::vector<std::string> ProxyFixture::failed_dials() const {
  std::vector<std::string> found;
  for (const auto& record : recorder.history()) {
    if (const auto* failed = record.as<history::DialFailed>()) found.push_back(failed->why);
  }
  return found;
}

std::string ProxyFixture::end_of(const std::string& name) const {
  std::string why;
  for (const auto& record : recorder.history()) {
    const auto* ended = record.as<history::FaultEnded>();
    if (ended && ended->fault == name) why = ended->why;
  }
  return why;
}

}  // namespace stormlark::proxy
