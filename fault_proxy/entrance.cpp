#include "fault_proxy/entrance.h"

namespace stormlark::proxy {
namespace {

// Between two attempts to accept, or to get the address back, after one has failed.
constexpr auto retry_pause = 10ms;

}  // namespace

Entrance::Entrance(World& world, Endpoint at, Events events)
    : world_(world), at_(std::move(at)), events_(std::move(events)), change_(world.executor()) {}

Result<void> Entrance::open() {
  wanted_open_ = true;
  change_.ring();
  if (listener_) return {};
  auto listener = world_.network().listen(at_);
  if (!listener) return listener.error();
  listener_ = std::move(*listener);
  at_ = listener_->local_endpoint();
  return {};
}

void Entrance::close() {
  wanted_open_ = false;
  if (listener_) listener_->close();
  listener_.reset();
}

void Entrance::set_served(bool served) {
  served_ = served;
  change_.ring();
}

awaitable<void> Entrance::run() {
  for (;;) {
    change_.arm();
    if (listener_) {
      co_await serve_next(listener_);
    } else if (!wanted_open_) {
      co_await change_.wait();
    } else if (!open()) {  // somebody has taken the address meanwhile
      co_await sleep_for(world_.clock(), retry_pause);
    }
  }
}

awaitable<void> Entrance::serve_next(std::shared_ptr<Listener> listener) {
  auto stream = co_await listener->accept();
  if (!stream) {
    const bool closed = listener != listener_;
    if (!closed) co_await sleep_for(world_.clock(), retry_pause);
    co_return;
  }
  if (!served_) events_.left_waiting();
  while (!served_) {
    change_.arm();
    co_await change_.wait();
  }
  events_.arrived(std::move(*stream));
}

}  // namespace stormlark::proxy
