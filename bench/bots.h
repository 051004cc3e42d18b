#pragma once

#include "mock_server/options.h"
#include "runtime/dialer.h"
#include "runtime/http_client.h"
#include "runtime/task_group.h"
#include "runtime/websocket.h"
#include "runtime/world.h"

#include <deque>

namespace stormlark::bench {

/// `http://127.0.0.1:PORT`.
Url origin_at(std::uint16_t port);

/// Long connections of the platform's first app that ack whatever is pushed, all on one loop.
class Bots {
 public:
  explicit Bots(World& world);

  /// Opens one long connection after another.
  awaitable<int> connect(std::uint16_t port, int count);
  /// Sends an application ping on each and waits for the pongs; how many came.
  awaitable<int> ping_all();
  /// Waits until the platform has ended them all.
  awaitable<void> join() { return tasks_.join(); }
  /// Ends them all.
  awaitable<int> leave();

  /// A client of the platform's HTTP side, on the same loop.
  HttpClient make_client() { return HttpClient(world_.clock(), dialer_, {}); }
  /// An upgraded connection that nobody reads from yet.
  awaitable<WebSocket*> open(Url url);

 private:
  awaitable<Url> discover(HttpClient& client, std::uint16_t port);
  awaitable<void> ack_all(WebSocket& link);

  World& world_;
  Dialer dialer_;
  std::deque<WebSocket> links_;
  TaskGroup tasks_;
  SignalFlag all_ponged_;
  int pongs_ = 0;
};

}  // namespace stormlark::bench
