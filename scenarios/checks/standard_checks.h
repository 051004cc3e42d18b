#pragma once

#include "scenarios/checks/check.h"
#include "scenarios/checks/parameters.h"

#include <memory>

/// One maker per standard check; each takes what it knows from the parameters.
namespace stormlark::scenarios::checks {

using Made = std::unique_ptr<Check>;

// Invariants.
Made answered_once(Parameters& parameters);
Made no_ack_without_custody(Parameters& parameters);
Made ack_fast(Parameters& parameters);
Made truthful_state(Parameters& parameters);
Made always_comes_back(Parameters& parameters);
Made never_a_storm(Parameters& parameters);
Made dead_means_dead(Parameters& parameters);
Made one_owner(Parameters& parameters);
Made order(Parameters& parameters);
Made secret_free(Parameters& parameters);
Made exit_status(Parameters& parameters);
Made probe_answered(Parameters& parameters);

// Times.
Made reply_latency(Parameters& parameters);
Made detection_time(Parameters& parameters);
Made reconnect_time(Parameters& parameters);
Made recovery_time(Parameters& parameters);

}  // namespace stormlark::scenarios::checks
