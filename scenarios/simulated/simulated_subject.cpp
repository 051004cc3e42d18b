#include "scenarios/simulated/simulated_subject.h"

#include <csignal>

#include <boost/system/system_error.hpp>

namespace stormlark::scenarios {
namespace {

namespace errc = boost::system::errc;

// What the kernel needs to take a process down and to tell its parent.
constexpr std::uint64_t reaping_us_min = 100;
constexpr std::uint64_t reaping_us_spread = 900;

bool deliver(SimulatedProcess& process, const std::string& signal, Unsynced unsynced) {
  if (signal == "SIGTERM" || signal == "SIGINT") {
    process.request_stop(StopRequest::terminate);
  } else if (signal == "SIGHUP") {
    process.request_stop(StopRequest::reload);
  } else if (signal == "SIGSTOP") {
    process.pause();
  } else if (signal == "SIGCONT") {
    process.resume();
  } else if (signal == "SIGKILL") {
    process.kill(unsynced);
  } else if (signal == "SIGUSR1") {
    process.kill_by(SIGUSR1);  // which the gateway leaves to the kernel
  } else {
    return false;
  }
  return true;
}

}  // namespace

SimulatedSubject::SimulatedSubject(Simulation& simulation, SimulatedProcess& harness,
                                   SimulatedProcess::Options options,
                                   SimulatedProcess::Program program)
    : simulation_(simulation), exited_(harness.executor()) {
  options.on_end = [this](ProcessEnd end) { end_later(end); };
  process_ = &simulation.spawn(&harness, std::move(options), std::move(program));
}

SimulatedSubject::~SimulatedSubject() {
  simulation_.timeline().withdraw(ending_);
  simulation_.forget(*process_);
}

awaitable<Result<void>> SimulatedSubject::signal(std::string name, Unsynced unsynced) {
  if (!process_->running()) co_return make_error_code(errc::no_such_process);
  if (!deliver(*process_, name, unsynced)) co_return make_error_code(errc::invalid_argument);
  co_return Result<void>();
}

awaitable<ExitReport> SimulatedSubject::exited() {
  const error_code cancelled = co_await exited_.wait();
  if (cancelled) throw boost::system::system_error(cancelled);
  co_return *exit_;
}

awaitable<void> SimulatedSubject::stop() {
  process_->kill();
  co_await exited_.wait();
}

void SimulatedSubject::end_later(const ProcessEnd& end) {
  Prng random = process_->random().fork("reaping");
  const std::chrono::microseconds reaping(reaping_us_min + random.below(reaping_us_spread));
  ending_ = simulation_.timeline().after(reaping, [this, end] { note_exit(end); });
}

void SimulatedSubject::note_exit(const ProcessEnd& end) {
  exit_ = ExitReport{.exit_status = end.exit_status};
  if (end.signal) exit_->signal = signal_name(*end.signal);
  exited_.set();
}

}  // namespace stormlark::scenarios
