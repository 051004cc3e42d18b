#pragma once

#include "fault_proxy/faults.h"
#include "fault_proxy/rules/rule.h"

namespace stormlark::proxy {

/// A narrow way: bytes leave one after the other at the given rate, a little at a time.
Rule bandwidth(Bandwidth fault);

}  // namespace stormlark::proxy
