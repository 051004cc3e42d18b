// The journal is asked to take the event, and the ack leaves without waiting for its commit. What
// dies between the two, or finds no room on the disk, was acked and is gone.
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {

void ack_before_commit(Parts& parts) {
  parts.counts_as_custody = [](bool) { return true; };
}

}  // namespace stormlark::gateway::defects
