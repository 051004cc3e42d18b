#pragma once

#include "history/record.h"

#include <string>
#include <vector>

namespace stormlark::history {

/// A whole run, in order of time.
using History = std::vector<Record>;

/// Reads a `history.jsonl`. Throws `std::runtime_error` naming the file and the line that is not a
/// record.
History read(const std::string& path);

}  // namespace stormlark::history
