#pragma once

#include "fault_proxy/faults.h"
#include "fault_proxy/rules/rule.h"

namespace stormlark::proxy {

/// A forward proxy that is slow to open tunnels, and as fast as ever once they are open.
Rule connect_delay(ConnectDelay fault);

}  // namespace stormlark::proxy
