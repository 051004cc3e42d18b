#pragma once

#include "mock_server/faults/faults.h"
#include "mock_server/faults/json_fields.h"

#include <string_view>
#include <vector>

namespace stormlark::mock {

/// Reads the one thing that a rule does to such traffic; `kind` is the key that named it. Complains
/// where there is none or more than one, or where that cannot be done to all of the traffic.
Deed read_deed(JsonFields& fields, std::string_view kind, const std::vector<Traffic>& traffic);

/// How connections end, by the words for it.
const std::vector<std::pair<std::string, CloseHow>>& close_words();

}  // namespace stormlark::mock
