#pragma once

#include "history/record.h"

#include <string>

#include <boost/container/deque.hpp>

namespace stormlark::history {

using HistoryBlocks =
    boost::container::deque_options<boost::container::block_size<64U>>::type;  // records each

/// A whole run, in order of time. It grows without moving what is there.
using History = boost::container::deque<Record, void, HistoryBlocks>;

/// Reads a `history.jsonl`. Throws `std::runtime_error` naming the file and the line that is not a
/// record.
History read(const std::string& path);

}  // namespace stormlark::history
