#include "scenarios/explore/grammar/swarm.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

using enum FaultKind;

constexpr int strikes_max = 5;

bool is_one_of(FaultKind kind, std::initializer_list<FaultKind> kinds) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

bool strikes_process(FaultKind kind) {
  return is_one_of(kind, {sigterm, sigkill, sigstop, sighup, disk_crash, disk_damaged});
}

bool needs_proxy(FaultKind kind) {
  return is_one_of(kind, {connect_answer, connect_delay});
}

// Whether the outcome of a reply can be in doubt after it.
bool leaves_no_doubt(FaultKind kind) {
  return is_one_of(
      kind, {sigterm,         sigkill,      sighup,      latency,    call_refused, upgrade_refused,
             upgrade_delayed, first_push,   frame_lost,  frame_late, frame_closed, push_repeated,
             push_overtaken,  push_damaged, muted,       pong,       pong_damaged, closed,
             tokens,          clock_step,   clock_freeze});
}

bool strikes_pushes(FaultKind kind) {
  return is_one_of(kind, {frame_lost, frame_late, push_repeated, push_overtaken, push_damaged});
}

std::vector<std::string> draw_bots(Dice& dice, Company company) {
  if (company == Company::alone) return {"bot"};
  if (company == Company::race && dice.chance(0.5)) return {"a", "b", "c"};
  return {"first", "second"};
}

Company draw_company(Dice& dice) {
  return static_cast<Company>(dice.weighted({0.7, 0.1, 0.06, 0.14}));
}

bool can_be_on(const Swarm& swarm, FaultKind kind) {
  if (needs_proxy(kind) && !swarm.by_proxy) return false;
  if (swarm.company == Company::race && strikes_process(kind)) return false;
  // With others there it may write too little to die of it in time.
  if (swarm.company == Company::hosts && kind == disk_crash) return false;
  return !swarm.forgetful || leaves_no_doubt(kind);
}

}  // namespace

bool Swarm::allows(const Situation& situation) const {
  using enum ConnectionState;
  if (rate(situation.kind) <= 0 || !can_occur(situation)) return false;
  const ConnectionState state = situation.state;
  // A bot that cannot write gives up as it starts; a person or a service manager then starts it
  // again, and here is neither.
  const bool must_live = is_one_of(situation.kind, {disk_full, disk_read_only});
  if (must_live && state == starting) return false;
  const bool by_process =
      state == no_process || state == starting || state == draining || state == frozen;
  if (company == Company::race && by_process) return false;
  if (!forgetful) return true;
  // Only what is at rest has no reply in doubt as it ends.
  if (state == frozen || state == draining) return false;
  return !strikes_process(situation.kind) || state == idle;
}

Swarm draw_swarm(Dice dice, const std::optional<Situation>& wanted) {
  Swarm swarm;
  swarm.company = draw_company(dice);
  swarm.forgetful = swarm.company == Company::alone && dice.chance(0.2);
  swarm.by_proxy = dice.chance(wanted && needs_proxy(wanted->kind) ? 0.9 : 0.25);
  swarm.fragmented = dice.chance(wanted && strikes_pushes(wanted->kind) ? 0.5 : 0.15);
  swarm.bots = draw_bots(dice, swarm.company);
  swarm.strikes = dice.between(0, strikes_max);
  const double density = dice.unit();
  for (const FaultKind kind : all_fault_kinds()) {
    const bool on = dice.chance(density) && can_be_on(swarm, kind);
    const double rate = dice.unit();
    swarm.rates[static_cast<std::size_t>(kind)] = on ? rate : 0.0;
  }
  if (swarm.forgetful) swarm.rates[static_cast<std::size_t>(latency)] += 1.0;
  if (wanted && can_be_on(swarm, wanted->kind)) {
    swarm.rates[static_cast<std::size_t>(wanted->kind)] += 1.0;
    swarm.strikes = std::max(swarm.strikes, 2);
  }
  if (std::ranges::all_of(swarm.rates, [](double rate) { return rate <= 0; })) swarm.strikes = 0;
  return swarm;
}

}  // namespace stormlark::scenarios
