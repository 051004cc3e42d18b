#pragma once

#include "gateway/parts.h"

#include <string_view>
#include <vector>

/// Gateways with one planted defect each, on which scenarios must turn red. A defect bends one
/// decision of the gateway, by putting a bad part in the place of a good one; a second part goes
/// only where it would catch the fall. None of this is ever linked into `stormlark-gateway`.
namespace stormlark::gateway::defects {

struct Defect {
  std::string_view name;
  std::string_view summary;
  void (*plant)(Parts& parts);
};

/// In alphabetical order.
const std::vector<Defect>& all();
/// Null when there is none of that name.
const Defect* find(std::string_view name);

void ack_before_commit(Parts& parts);
void ack_before_custody(Parts& parts);
void connected_on_dial(Parts& parts);
void fragments_by_arrival(Parts& parts);
void fresh_uuid_per_attempt(Parts& parts);
void give_up_after_3(Parts& parts);
void ignore_server_ping(Parts& parts);
void impatient_handshake(Parts& parts);
void late_ack(Parts& parts);
void leaky_log(Parts& parts);
void lock_not_atomic(Parts& parts);
void memory_dedup(Parts& parts);
void no_dedup(Parts& parts);
void no_jitter(Parts& parts);
void no_lock(Parts& parts);
void no_outbox(Parts& parts);
void no_pong_deadline(Parts& parts);
void pong_deadline_by_wall_clock(Parts& parts);
void pong_resets_settings(Parts& parts);
void receive_outlives_send(Parts& parts);
void replay_reorders_chat(Parts& parts);
void short_dedup_window(Parts& parts);
void timer_survives_stop(Parts& parts);
void token_401_only(Parts& parts);
void uuid_changes_after_restart(Parts& parts);

}  // namespace stormlark::gateway::defects
