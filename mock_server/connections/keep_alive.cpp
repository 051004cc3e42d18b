#include "mock_server/connections/keep_alive.h"

namespace stormlark::mock {
namespace {

constexpr int unanswered_max = 2;  // pings; then the peer is taken for dead

}  // namespace

void KeepAlive::look_after(const std::shared_ptr<Connection>& connection) {
  const Clock::duration interval = options_.websocket_ping_interval;
  if (interval <= 0s) return;
  visits_.push_back({world_.clock().now() + interval, connection});
  if (!std::exchange(on_rounds_, true)) tasks_.spawn(make_rounds());
}

awaitable<void> KeepAlive::make_rounds() {
  while (!visits_.empty()) {
    const error_code stopped = co_await sleep_until(world_.clock(), visits_.front().due);
    if (stopped) co_return;
    const auto connection = visits_.front().connection.lock();
    visits_.pop_front();
    if (!connection || connection->ended().is_set()) continue;
    tasks_.spawn(check_up(connection));
    look_after(connection);
  }
  on_rounds_ = false;
}

awaitable<void> KeepAlive::check_up(std::shared_ptr<Connection> connection) {
  co_await connection->check_up(options_.websocket_ping_interval, unanswered_max);
}

}  // namespace stormlark::mock
