#pragma once

#include "fault_proxy/rules/rule.h"

namespace stormlark::proxy {

/// Nothing arrives and nobody is told: not even the end of the stream, or its reset.
Rule blackhole();

}  // namespace stormlark::proxy
