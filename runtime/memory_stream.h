#pragma once

#include "runtime/stream.h"

#include <utility>

#include <boost/asio/any_io_executor.hpp>

namespace stormlark {

/// Two connected in-memory streams that behave as TCP does: bytes arrive whole and in order, a full
/// buffer makes writers wait, `shutdown` and `close` are seen as end of stream, `reset` as a reset.
std::pair<Stream, Stream> make_memory_streams(asio::any_io_executor executor,
                                              std::string first_address = "memory",
                                              std::string second_address = "memory");

}  // namespace stormlark
