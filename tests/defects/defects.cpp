#include "tests/defects/defects.h"

#include <algorithm>

namespace stormlark::gateway::defects {

const std::vector<Defect>& all() {
  static const std::vector<Defect> defects = {
      {"ack-before-commit", "acks an event without waiting for the journal's commit",
       ack_before_commit},
      {"ack-before-custody", "acks an event that it only has in memory", ack_before_custody},
      {"connected-on-dial", "calls itself connected before the upgrade", connected_on_dial},
      {"fragments-by-arrival", "joins the fragments of an event as they arrive",
       fragments_by_arrival},
      {"fresh-uuid-per-attempt", "sends each attempt as if it were new", fresh_uuid_per_attempt},
      {"give-up-after-3", "stops for good after three failed attempts", give_up_after_3},
      {"ignore-server-ping", "leaves the platform's application pings unanswered",
       ignore_server_ping},
      {"impatient-handshake", "allows the phases of connecting far too little time",
       impatient_handshake},
      {"late-ack", "thinks before it acks", late_ack},
      {"leaky-log", "writes its credentials into its log", leaky_log},
      {"lock-not-atomic", "looks whether it is alone, and only later says that it is there",
       lock_not_atomic},
      {"memory-dedup", "forgets which events it has seen when it starts again", memory_dedup},
      {"no-dedup", "answers an event as often as it is pushed", no_dedup},
      {"no-jitter", "reconnects at once, again and again", no_jitter},
      {"no-lock", "does not care whether it is alone", no_lock},
      {"no-outbox", "forgets its unfinished work when it starts again", no_outbox},
      {"no-pong-deadline", "believes in a link however silent it is", no_pong_deadline},
      {"pong-deadline-by-wall-clock", "measures the silence of a link with the wall clock",
       pong_deadline_by_wall_clock},
      {"pong-resets-settings", "falls back to its defaults when a pong does not tell the settings",
       pong_resets_settings},
      {"receive-outlives-send", "goes on receiving after it has stopped to answer",
       receive_outlives_send},
      {"replay-reorders-chat", "takes up what an earlier life left newest first",
       replay_reorders_chat},
      {"short-dedup-window", "forgets an event before it is pushed for the last time",
       short_dedup_window},
      {"timer-survives-stop", "reconnects after it was told to stop", timer_survives_stop},
      {"token-401-only", "knows a rejected token by HTTP status 401 alone", token_401_only},
      {"uuid-changes-after-restart", "sends unfinished replies under new keys in each life",
       uuid_changes_after_restart},
  };
  return defects;
}

const Defect* find(std::string_view name) {
  const auto found = std::ranges::find(all(), name, &Defect::name);
  return found == all().end() ? nullptr : &*found;
}

}  // namespace stormlark::gateway::defects
