#include "gateway/outbox/permits.h"

namespace stormlark::gateway {

// Leaves the queue however the wait ends; a permit that came too late to be used is passed on.
struct Permits::Waiting {
  Permits& permits;
  std::shared_ptr<SignalFlag> turn;
  bool served = false;

  ~Waiting() {
    if (served) return;
    if (turn->is_set()) {
      permits.give_back();
    } else {
      permits.turns_.remove(turn);
    }
  }
};

awaitable<std::optional<Permits::Permit>> Permits::acquire() {
  if (free_ > 0) {
    --free_;
    co_return Permit(this);
  }
  Waiting waiting{*this, turns_.emplace_back(std::make_shared<SignalFlag>(executor_))};
  const error_code cancelled = co_await waiting.turn->wait();
  if (cancelled) co_return std::nullopt;
  waiting.served = true;
  co_return Permit(this);
}

void Permits::give_back() {
  if (turns_.empty()) {
    ++free_;
    return;
  }
  turns_.front()->set();
  turns_.pop_front();
}

}  // namespace stormlark::gateway
