#include "runtime/simulated/simulation.h"

#include "runtime/duration.h"

#include <algorithm>

#include <fmt/format.h>

namespace stormlark {

Simulation::Simulation(Options options)
    : options_(options),
      random_(options.seed),
      order_(random_.fork("order of processes")),
      began_(timeline_.now()),
      network_(timeline_, random_.fork("network")),
      disk_(random_.fork("disk")) {}

// Parents first: their objects may still name their children's processes.
Simulation::~Simulation() {
  for (const auto& process : processes_) process->kill();
  while (!processes_.empty()) processes_.pop_front();
}

int Simulation::run(std::string host, SimulatedProcess::Program program) {
  SimulatedProcess& first = spawn(nullptr, {.host = std::move(host)}, std::move(program));
  while (first.running()) {
    if (step(began_ + options_.time_max)) continue;
    if (timeline_.next()) {
      throw SimulationTooLong(
          fmt::format("the simulation did not end within {} of virtual time: {}",
                      format_duration(options_.time_max), what_all_wait_for()));
    }
    throw SimulationError("the simulation stands still after " + format_duration(elapsed()) +
                          " of virtual time: " + what_all_wait_for());
  }
  if (first.failure()) std::rethrow_exception(first.failure());
  return first.end()->exit_status.value_or(-1);
}

bool Simulation::step(Clock::time_point limit) {
  if (run_one()) {
    bury();
    return true;
  }
  const auto next = timeline_.next();
  if (!next || *next > limit) return false;
  timeline_.advance();
  return true;
}

SimulatedProcess& Simulation::spawn(SimulatedProcess* parent, SimulatedProcess::Options options,
                                    SimulatedProcess::Program program) {
  processes_.push_back(
      std::make_unique<SimulatedProcess>(*this, parent, next_id_++, std::move(options)));
  processes_.back()->start(std::move(program));
  return *processes_.back();
}

void Simulation::forget(SimulatedProcess& process) {
  process.disown();
  forgotten_.push_back(&process);
}

SimulatedHost& Simulation::host(const std::string& name) {
  return hosts_.try_emplace(name, name).first->second;
}

Clock::duration Simulation::elapsed() const {
  return timeline_.now() - began_;
}

// Whose turn it is, is drawn anew for each handler, so that whatever one process does can fall
// between any two handlers of another.
bool Simulation::run_one() {
  const std::size_t count = processes_.size();
  std::size_t next = static_cast<std::size_t>(order_.below(count));
  for (std::size_t turn = 0; turn < count; ++turn, ++next) {
    if (next == count) next = 0;
    if (!processes_[next]->run_one()) continue;
    if (++events_ > options_.events_max) {
      throw SimulationTooLong(
          fmt::format("the simulation did not end within {} events; {} of virtual "
                      "time have passed: {}",
                      options_.events_max, format_duration(elapsed()), what_all_wait_for()));
    }
    return true;
  }
  return false;
}

// Not from inside a handler: what is destroyed here may be what it stands on.
void Simulation::bury() {
  while (!forgotten_.empty()) {
    const SimulatedProcess* const process = forgotten_.back();
    forgotten_.pop_back();
    const auto place = std::find_if(processes_.begin(), processes_.end(),
                                    [process](const auto& one) { return one.get() == process; });
    const auto buried = std::move(*place);
    processes_.erase(place);
  }
}

std::string Simulation::what_all_wait_for() const {
  std::string text;
  for (const auto& process : processes_) {
    if (!process->running()) continue;
    text += (text.empty() ? "" : "; ") + process->host().name() + " " + process->waiting_for();
  }
  return text;
}

}  // namespace stormlark
