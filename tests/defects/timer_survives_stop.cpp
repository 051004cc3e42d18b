// A stop ends the connection and forgets the timer of the next one. A gateway that is told to stop
// between two attempts has nothing to end; its work is wound up, and then the timer goes off: a
// zombie connects, reads events, acks them and answers none, until the watchdog ends it.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {

void timer_survives_stop(Parts& parts) {
  parts.stop_cancels_redial = [] { return false; };
  // A drain that waits for the link first would have the zombie's events answered.
  parts.drain_order = {Stage::desk, Stage::outbox, Stage::link, Stage::journal};
}

}  // namespace stormlark::gateway::defects
