#include "mock_server/cards/streaming.h"

#include "protocol/error_codes.h"

namespace stormlark::mock {

void Streaming::follow(bool mode, Clock::time_point now) {
  constexpr Clock::duration length = 10min;
  if (mode == open(now)) return;
  until_ = mode ? std::optional(now + length) : std::nullopt;
}

int Streaming::admit(Clock::time_point now) {
  if (open(now)) return protocol::code::ok;
  const bool timed_out = until_.has_value();
  until_.reset();
  return timed_out ? protocol::code::card_stream_timed_out : protocol::code::card_stream_closed;
}

}  // namespace stormlark::mock
