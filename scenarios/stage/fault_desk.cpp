#include "scenarios/stage/fault_desk.h"

namespace stormlark::scenarios {

FaultDesk::FaultDesk(World& world, history::Recorder& recorder,
                     TaskGroup::FailureHandler on_failure)
    : world_(world), recorder_(recorder), timers_(world.executor(), std::move(on_failure)) {}

void FaultDesk::begin(mock::Platform& platform, const std::string& name, mock::Fault fault) {
  standing_[name].push_back([&platform, name] { platform.heal(name); });
  platform.begin_fault(name, std::move(fault));
}

void FaultDesk::begin(proxy::FaultProxy& link, const std::string& name, proxy::Fault fault) {
  standing_[name].push_back([&link, name] { link.heal(name); });
  link.begin_fault(name, std::move(fault));
}

void FaultDesk::begin(const std::string& name, std::function<void()> heal) {
  standing_[name].push_back(std::move(heal));
}

bool FaultDesk::heal(const std::string& name) {
  const auto found = standing_.find(name);
  if (found == standing_.end()) return false;
  const auto healers = std::move(found->second);
  standing_.erase(found);
  for (const Healer& healer : healers) healer();
  return true;
}

void FaultDesk::heal_all() {
  while (!standing_.empty()) heal(standing_.begin()->first);
}

void FaultDesk::heal_after(const std::string& name, Clock::duration span) {
  timers_.spawn(heal_later(name, span));
}

awaitable<void> FaultDesk::heal_later(std::string name, Clock::duration span) {
  co_await sleep_for(world_.clock(), span);
  heal(name);
}

awaitable<bool> FaultDesk::confirmed(std::string name, std::string words, Clock::duration within) {
  const auto is_evidence = [&](const history::Record& record) {
    const auto* effect = record.as<history::FaultTookEffect>();
    return effect && effect->fault == name && effect->evidence.find(words) != std::string::npos;
  };
  const auto found = co_await recorder_.await(0, is_evidence, within);
  co_return found.has_value();
}

awaitable<void> FaultDesk::stop() {
  timers_.stop();
  co_await timers_.join();
}

}  // namespace stormlark::scenarios
