// Told to stop, the gateway shuts down what answers and leaves what receives: the link reconnects
// by itself, events are read and acked, and nobody answers them, while process and log look alive.
// The outage after which the scenario is named; such a process has no watchdog either.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {

void receive_outlives_send(Parts& parts) {
  parts.drain_order = {Stage::desk, Stage::outbox};
  parts.watchdog = [](World&, const Config::Drain&) { return nullptr; };
}

}  // namespace stormlark::gateway::defects
