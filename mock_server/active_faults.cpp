#include "mock_server/active_faults.h"

#include "mock_server/fault_words.h"

#include <algorithm>

namespace stormlark::mock {

void ActiveFaults::begin(const std::string& name, Fault fault) {
  BOOST_ASSERT(!stands(name));
  recorder_.add(history::FaultBegan{
      .fault = name, .layer = "platform", .target = target_of(fault), .detail = describe(fault)});
  active_.push_back({.name = name,
                     .fault = std::move(fault),
                     .healed = std::make_shared<SignalFlag>(world_.executor())});
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

std::optional<ActiveFaults::StruckCall> ActiveFaults::strike(std::string_view operation,
                                                             std::string_view peer) {
  std::optional<StruckCall> struck;
  for (Active& active : active_) {
    const auto* fault = std::get_if<CallFault>(&active.fault);
    if (!fault || !concerns(fault->peer, peer)) continue;
    if (fault->operation != "*" && fault->operation != operation) continue;
    const int number = ++active.matched;
    const bool due =
        number >= fault->nth && (fault->times == 0 || number - fault->nth < fault->times);
    if (due && !struck) struck = StruckCall{active.name, *fault, active.healed};
  }
  return struck;
}

void ActiveFaults::struck(const StruckCall& call) {
  const auto same = [&](const Active& active) { return active.healed == call.healed; };
  const auto found = std::ranges::find_if(active_, same);
  if (found == active_.end()) return;  // healed meanwhile
  ++found->done;
  if (call.what.times > 0 && found->done >= call.what.times) over(call.fault);
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
