#include "runtime/accepting.h"

#include <boost/asio/error.hpp>

namespace stormlark {
namespace {

constexpr Clock::duration pause_after_failure = 100ms;

/// While it waited, or before it could.
bool was_closed(const error_code& ec) {
  return ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor;
}

}  // namespace

awaitable<void> accept_each(Clock& clock, std::shared_ptr<Listener> listener, Accepting accepting) {
  bool in_trouble = false;
  for (;;) {
    auto stream = co_await listener->accept();
    if (stream) {
      in_trouble = false;
      co_await accepting.take(std::move(*stream));
      continue;
    }
    if (was_closed(stream.error())) co_return;
    if (!std::exchange(in_trouble, true)) accepting.failed(stream.error());
    co_await sleep_for(clock, pause_after_failure);
  }
}

}  // namespace stormlark
