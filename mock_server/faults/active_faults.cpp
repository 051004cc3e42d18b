#include "mock_server/faults/active_faults.h"

#include "mock_server/faults/fault_words.h"

#include <algorithm>

namespace stormlark::mock {

namespace {

/// Of all that is done to pushes, a webhook's knows only that it does not arrive.
bool can_strike(const Deed& deed, const Passing& passing) {
  const bool is_push = passing.what == Traffic::event || passing.what == Traffic::card;
  return !is_push || passing.frame || std::holds_alternative<Drop>(deed);
}

}  // namespace

void ActiveFaults::begin(const std::string& name, Fault fault) {
  BOOST_ASSERT(!stands(name));
  recorder_.add(history::FaultBegan{
      .fault = name, .layer = "platform", .target = target_of(fault), .detail = describe(fault)});
  Active active{.name = name,
                .fault = std::move(fault),
                .healed = std::make_shared<SignalFlag>(world_.executor()),
                .tally = std::nullopt};
  if (const auto* rule = std::get_if<Rule>(&active.fault)) {
    const Prng random = world_.random().fork("fault " + name);
    active.tally.emplace(rule->bounds, world_.clock().now(),
                         random.fork(std::to_string(rule->bounds.seed)));
  }
  active_.push_back(std::move(active));
}

bool ActiveFaults::heal(std::string_view name) {
  return end(name, "healed");
}

void ActiveFaults::over(std::string_view name) {
  end(name, "over");
}

bool ActiveFaults::stands(std::string_view name) const {
  return locate(name) != active_.end();
}

void ActiveFaults::took_effect(const std::string& name, std::string evidence) {
  recorder_.add(history::FaultTookEffect{.fault = name, .evidence = std::move(evidence)});
}

awaitable<void> ActiveFaults::Strike::sit_out(Clock& clock) const {
  if (const auto* delay = std::get_if<Delay>(&deed)) {
    co_await healed->wait_for(clock, delay->by);
  } else {
    co_await healed->wait();
  }
}

std::optional<ActiveFaults::Strike> ActiveFaults::strike(const Passing& passing) {
  const auto now = world_.clock().now();
  std::optional<Strike> strike;
  for (Active& active : active_) {
    const auto* rule = std::get_if<Rule>(&active.fault);
    if (!rule || !fits(rule->match, passing) || !can_strike(rule->deed, passing)) continue;
    if (!active.tally->due(now) || strike) continue;
    active.tally->strike(now);
    strike = Strike{active.name, rule->deed, active.healed};
  }
  return strike;
}

void ActiveFaults::struck(const Strike& strike) {
  const auto same = [&](const Active& active) { return active.healed == strike.healed; };
  const auto found = std::ranges::find_if(active_, same);
  if (found == active_.end()) return;  // healed meanwhile
  found->tally->done();
  if (found->tally->used_up()) over(strike.fault);
}

std::optional<std::string> ActiveFaults::down() const {
  for (const Active& active : active_) {
    if (std::holds_alternative<TakeDown>(active.fault)) return active.name;
  }
  return std::nullopt;
}

const Fault* ActiveFaults::get(std::string_view name) const {
  const auto found = locate(name);
  return found == active_.end() ? nullptr : &found->fault;
}

std::vector<std::string> ActiveFaults::names() const {
  std::vector<std::string> names;
  for (const Active& active : active_) names.push_back(active.name);
  return names;
}

std::list<ActiveFaults::Active>::const_iterator ActiveFaults::locate(std::string_view name) const {
  return std::ranges::find(active_, name, &Active::name);
}

bool ActiveFaults::end(std::string_view name, const char* why) {
  const auto found = locate(name);
  if (found == active_.end()) return false;
  const Active ended = *found;
  active_.erase(found);
  ended.healed->set();
  recorder_.add(history::FaultEnded{.fault = ended.name, .why = why});
  return true;
}

}  // namespace stormlark::mock
