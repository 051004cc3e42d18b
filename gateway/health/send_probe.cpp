#include "gateway/health/send_probe.h"

#include <algorithm>

namespace stormlark::gateway {
namespace {

constexpr Clock::duration retry_min = 1s;  // doubles up to the interval

}  // namespace

awaitable<void> SendProbe::run() {
  Clock::duration pause = retry_min;
  for (;;) {
    if (!api_.send_path().works(interval)) co_await api_.bot_info();
    const bool works = api_.send_path().works(interval);
    pause = works ? interval : std::min(2 * pause, interval);
    const error_code cancelled = co_await sleep_for(clock_, pause);
    if (cancelled) co_return;
  }
}

}  // namespace stormlark::gateway
