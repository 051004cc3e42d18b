#include "gateway/journal/keep_writing.h"

#include <algorithm>

namespace stormlark::gateway {
namespace {

constexpr Clock::duration pause_min = 100ms;
constexpr Clock::duration pause_max = 10s;

}  // namespace

awaitable<void> keep_writing(std::function<awaitable<Result<void>>()> write,
                             std::function<bool(const error_code&)> goes_on,
                             std::function<awaitable<void>(Clock::duration)> pause) {
  for (Clock::duration length = pause_min;; length = std::min(2 * length, pause_max)) {
    const Result<void> written = co_await write();
    if (written || !goes_on(written.error())) co_return;
    co_await pause(length);
  }
}

}  // namespace stormlark::gateway
