#include "runtime/turnstile.h"

#include <algorithm>

namespace stormlark {

std::optional<Turnstile::Turn> Turnstile::try_enter() {
  if (free_ == 0) return std::nullopt;
  --free_;
  return Turn(*this);
}

awaitable<Result<Turnstile::Turn>> Turnstile::enter() {
  if (auto turn = try_enter()) co_return std::move(*turn);
  const auto place = line_.emplace(line_.end(), executor_);
  const error_code ec = co_await place->wait();
  const bool called = place->is_set();
  line_.erase(place);
  if (!ec) co_return Turn(*this);
  if (called) leave();  // it was our turn when the cancellation came: pass it on
  co_return ec;
}

// Whoever is called first leaves the line only when it runs, so it may still stand there.
void Turnstile::leave() {
  const auto next = std::find_if(line_.begin(), line_.end(),
                                 [](const SignalFlag& place) { return !place.is_set(); });
  if (next == line_.end()) {
    ++free_;
  } else {
    next->set();
  }
}

}  // namespace stormlark
