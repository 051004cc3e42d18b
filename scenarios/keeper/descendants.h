#pragma once

namespace stormlark::scenarios::keeper {

/// Living processes below this one. We are their subreaper, so those that left their session or
/// lost their parent are below us all the same. Those that are just dying get a moment for it: it
/// takes up to a fifth of a second until an answer other than 0. SIGCHLD must be blocked.
int count_descendants();

/// Ends them all by SIGKILL and reaps them; returns once there is none. SIGCHLD must be blocked.
void end_descendants();

}  // namespace stormlark::scenarios::keeper
