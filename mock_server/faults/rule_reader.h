#pragma once

#include "mock_server/faults/faults.h"
#include "mock_server/faults/json_fields.h"

namespace stormlark::mock {

// One for each key that begins a rule: `call`, `upgrade`, `frame`, and what stands for some of
// these.
Rule read_call(JsonFields& fields);
Rule read_upgrade(JsonFields& fields);
Rule read_frame(JsonFields& fields);
Rule read_refusal(JsonFields& fields);
Rule read_mute(JsonFields& fields);
Rule read_pong(JsonFields& fields);

/// The peer that `key` names; empty for `all`.
std::string peer_or_all(JsonFields& fields, std::string_view key);

}  // namespace stormlark::mock
