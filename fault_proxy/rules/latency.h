#pragma once

#include "fault_proxy/faults.h"
#include "fault_proxy/rules/rule.h"
#include "runtime/prng.h"

namespace stormlark::proxy {

/// A longer way: chunks travel side by side, so throughput stays.
Rule latency(Latency fault, Prng random);

}  // namespace stormlark::proxy
