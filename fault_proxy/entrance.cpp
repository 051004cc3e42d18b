#include "fault_proxy/entrance.h"

#include "runtime/accepting.h"

namespace stormlark::proxy {
namespace {

// Between two attempts to get the address back.
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
      Accepting accepting{.take = [this](Stream stream) { return serve(std::move(stream)); },
                          .failed = events_.failed};
      co_await accept_each(world_.clock(), listener_, std::move(accepting));
    } else if (!wanted_open_) {
      co_await change_.wait();
    } else if (!open()) {  // somebody has taken the address meanwhile
      co_await sleep_for(world_.clock(), retry_pause);
    }
  }
}

awaitable<void> Entrance::serve(Stream stream) {
  if (!served_) events_.left_waiting();
  while (!served_) {
    change_.arm();
    co_await change_.wait();
  }
  events_.arrived(std::move(stream));
}

}  // namespace stormlark::proxy
