#include "runtime/simulated/process.h"

#include "runtime/abandonment.h"
#include "runtime/completion.h"
#include "runtime/mailbox.h"
#include "runtime/simulated/clock.h"
#include "runtime/simulated/loop.h"
#include "runtime/simulated/simulation.h"
#include "runtime/simulated/tls.h"
#include "runtime/simulated/watchdog.h"
#include "runtime/task_group.h"

#include <csignal>

#include <boost/asio/post.hpp>

#include <spdlog/sinks/base_sink.h>

namespace stormlark {
namespace {

// How long a piece of blocking work takes: the kill that is to fall between a commit and the news
// of it needs room.
constexpr std::uint64_t blocking_us_min = 20;
constexpr std::uint64_t blocking_us_spread = 180;

// Hands on each line, stamped with virtual time, because spdlog itself reads the system's clock.
class LineSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  LineSink(const Clock& clock, std::function<void(std::string)> print)
      : clock_(clock), print_(std::move(print)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    auto stamped = message;
    stamped.time = clock_.wall_now();
    spdlog::memory_buf_t line;
    formatter_->format(stamped, line);
    std::string_view text(line.data(), line.size());
    while (text.ends_with('\n')) text.remove_suffix(1);
    print_(std::string(text));
  }
  void flush_() override {}

  const Clock& clock_;
  std::function<void(std::string)> print_;
};

class NoProcesses final : public Processes {
 public:
  Result<std::unique_ptr<Process>> spawn(const ProcessOptions&) override {
    return boost::system::errc::make_error_code(boost::system::errc::not_supported);
  }
  Result<void> find(const std::string&) const override {
    return boost::system::errc::make_error_code(boost::system::errc::not_supported);
  }
};

Prng random_of(const Simulation& simulation, const SimulatedProcess* parent, int id) {
  if (!parent) return simulation.random();
  return simulation.random().fork("process").fork(std::to_string(id));
}

}  // namespace

struct SimulatedProcess::Impl {
  Impl(SimulatedProcess& self, Simulation& the_simulation, SimulatedProcess* the_parent, int number,
       Options given);
  // Also where the program ended by itself, some of what it called off is still queued.
  ~Impl() {
    loop.unwind([] {});
  }

  awaitable<void> run();
  void conclude(ProcessEnd how, Unsynced unsynced);
  void die_of(std::exception_ptr thrown);
  void tell_parent(std::function<void(const Options&)> what);
  void print(std::string line);
  void next_blocking_done();

  SimulatedProcess& self;
  Simulation& simulation;
  Timeline& timeline;
  SimulatedProcess* parent;
  int id;
  std::shared_ptr<Options> options;  // gone when nobody wants to hear of the process any more
  SimulatedHost& machine;

  ProcessLoop loop;
  ProcessClock clock;
  std::unique_ptr<ProcessNetwork> network;
  SimulatedTls tls;
  std::unique_ptr<ProcessDisk> disk;
  NoProcesses processes;
  Prng random;
  Prng pace;  // of blocking work
  std::shared_ptr<LineSink> sink;
  Mailbox<StopRequest> stops;
  std::map<std::string, std::string, std::less<>> environment;

  struct Blocking {
    Clock::duration duration;
    BlockingHandler done;
  };
  std::deque<Blocking> blocking;  // done, and not yet known to be
  Timeline::Ticket blocking_done;

  bool paused = false;
  std::optional<int> pending_signal;  // that ends it when it is resumed
  std::optional<ProcessEnd> end;
  std::exception_ptr failure;
  Program program;
  TaskGroup root;  // its destruction unwinds what the program left
};

SimulatedProcess::Impl::Impl(SimulatedProcess& process, Simulation& the_simulation,
                             SimulatedProcess* the_parent, int number, Options given)
    : self(process),
      simulation(the_simulation),
      timeline(the_simulation.timeline()),
      parent(the_parent),
      id(number),
      options(std::make_shared<Options>(std::move(given))),
      machine(simulation.host(options->host)),
      clock(timeline, machine, loop.get_executor()),
      network(simulation.network().attach(machine.name(), loop.get_executor())),
      tls(clock, random_of(simulation, parent, id).fork("tls")),
      disk(simulation.disk().mount(clock)),
      random(random_of(simulation, parent, id)),
      pace(random.fork("blocking work")),
      sink(std::make_shared<LineSink>(clock, [this](std::string line) { print(std::move(line)); })),
      stops(loop.get_executor()),
      environment(options->environment),
      root(loop.get_executor(), [this](std::exception_ptr thrown) { die_of(std::move(thrown)); }) {}

awaitable<void> SimulatedProcess::Impl::run() {
  const int status = co_await program(self);
  conclude({.exit_status = status, .signal = {}}, Unsynced::kept);
}

void SimulatedProcess::Impl::conclude(ProcessEnd how, Unsynced unsynced) {
  if (end) return;
  end = how;
  network->abandon();
  disk->abandon(unsynced);
  clock.abandon();
  timeline.withdraw(blocking_done);
  for (Blocking& one : std::exchange(blocking, {}))
    post_completion(loop.get_executor(), std::move(one.done));
  asio::use_service<Abandonment>(loop.context()).begin([this](const std::function<void()>& cancel) {
    loop.unwind(cancel);
  });
  tell_parent([how](const Options& told) {
    if (told.on_end) told.on_end(how);
  });
}

// Around its event loop a program has a `main` that makes an exception a line and a status. What is
// none meets nobody who would catch it: the process aborts.
void SimulatedProcess::Impl::die_of(std::exception_ptr thrown) {
  if (end) return;
  failure = thrown;
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const std::exception& error) {
    print(options->program + ": " + error.what());
    conclude({.exit_status = 1, .signal = {}}, Unsynced::kept);
  } catch (...) {
    print("terminate called after throwing what is no exception");
    conclude({.exit_status = {}, .signal = SIGABRT}, Unsynced::kept);
  }
}

// Through the parent's own event loop: no process runs another one's code.
void SimulatedProcess::Impl::tell_parent(std::function<void(const Options&)> what) {
  if (!parent) return what(*options);
  if (!parent->running()) return;
  auto told = [listening = std::weak_ptr<Options>(options), what = std::move(what)] {
    if (const auto who = listening.lock()) what(*who);
  };
  asio::post(parent->executor(), std::move(told));
}

void SimulatedProcess::Impl::print(std::string line) {
  if (end || !options || !options->on_line) return;
  tell_parent([line = std::move(line)](const Options& told) { told.on_line(line); });
}

// One piece of work at a time, as on the one thread of the real world.
void SimulatedProcess::Impl::next_blocking_done() {
  if (blocking.empty()) return;
  blocking_done = timeline.after(blocking.front().duration + disk->slowness(), [this] {
    post_completion(loop.get_executor(), std::move(blocking.front().done));
    blocking.pop_front();
    next_blocking_done();
  });
}

SimulatedProcess::SimulatedProcess(Simulation& simulation, SimulatedProcess* parent, int id,
                                   Options options)
    : impl_(std::make_unique<Impl>(*this, simulation, parent, id, std::move(options))) {}

SimulatedProcess::~SimulatedProcess() {
  kill();
}

void SimulatedProcess::start(Program program) {
  impl_->program = std::move(program);
  impl_->root.spawn(impl_->run());
}

bool SimulatedProcess::run_one() {
  if (impl_->end || impl_->paused) return false;
  try {
    return impl_->loop.run_one();
  } catch (...) {
    if (!impl_->parent) throw;  // a bug of whoever drives the simulation
    impl_->die_of(std::current_exception());
    return true;
  }
}

void SimulatedProcess::disown() {
  kill();
  impl_->options.reset();
}

void SimulatedProcess::pause() {
  impl_->paused = true;
}

void SimulatedProcess::resume() {
  impl_->paused = false;
  if (impl_->pending_signal) kill_by(*impl_->pending_signal);
}

void SimulatedProcess::request_stop(StopRequest request) {
  if (!impl_->end) impl_->stops.push(request);
}

void SimulatedProcess::kill(Unsynced unsynced) {
  impl_->conclude({.exit_status = {}, .signal = SIGKILL}, unsynced);
}

void SimulatedProcess::kill_by(int signal) {
  if (impl_->paused) {
    impl_->pending_signal = signal;
    return;
  }
  impl_->conclude({.exit_status = {}, .signal = signal}, Unsynced::kept);
}

void SimulatedProcess::kill_at_database_write(int nth, Unsynced unsynced,
                                              std::function<void()> on_kill) {
  impl_->disk->crash_at(nth, [this, unsynced, on_kill = std::move(on_kill)] {
    impl_->tell_parent([on_kill](const Options&) {
      if (on_kill) on_kill();
    });
    kill(unsynced);
  });
}

void SimulatedProcess::survive_database_writes() {
  impl_->disk->crash_at(0, nullptr);
}

bool SimulatedProcess::running() const {
  return !impl_->end;
}
bool SimulatedProcess::paused() const {
  return impl_->paused;
}
const std::optional<ProcessEnd>& SimulatedProcess::end() const {
  return impl_->end;
}
std::exception_ptr SimulatedProcess::failure() const {
  return impl_->failure;
}
SimulatedHost& SimulatedProcess::host() {
  return impl_->machine;
}

void SimulatedProcess::set_environment(std::string name, std::string value) {
  impl_->environment.insert_or_assign(std::move(name), std::move(value));
}

void SimulatedProcess::print(std::string line) {
  impl_->print(std::move(line));
}

std::string SimulatedProcess::waiting_for() const {
  if (impl_->paused) return "is stopped";
  const std::string network = impl_->network->waiting_for();
  return "waits for " + (network.empty() ? "something inside itself" : network);
}

asio::any_io_executor SimulatedProcess::executor() {
  return impl_->loop.get_executor();
}
Clock& SimulatedProcess::clock() {
  return impl_->clock;
}
Network& SimulatedProcess::network() {
  return *impl_->network;
}
Tls& SimulatedProcess::tls() {
  return impl_->tls;
}
Disk& SimulatedProcess::disk() {
  return *impl_->disk;
}
Processes& SimulatedProcess::processes() {
  return impl_->processes;
}
const Prng& SimulatedProcess::random() const {
  return impl_->random;
}

std::optional<std::string> SimulatedProcess::environment(std::string_view name) const {
  const auto found = impl_->environment.find(name);
  if (found == impl_->environment.end()) return std::nullopt;
  return found->second;
}

int SimulatedProcess::process_id() const {
  return impl_->id;
}

awaitable<StopRequest> SimulatedProcess::stop_requested() {
  const auto request = co_await impl_->stops.pop();
  co_return request.value_or(StopRequest::terminate);
}

std::unique_ptr<Watchdog> SimulatedProcess::arm_watchdog(Clock::duration limit, int exit_status) {
  auto bite = [this, exit_status] {
    impl_->conclude({.exit_status = exit_status, .signal = {}}, Unsynced::kept);
  };
  return std::make_unique<SimulatedWatchdog>(impl_->timeline, limit, std::move(bite));
}

void SimulatedProcess::run_blocking(std::function<void()> work, BlockingHandler done) {
  work();
  if (impl_->end) {  // it was killed in the midst of the work
    post_completion(executor(), std::move(done));
    return;
  }
  const auto us =
      std::chrono::microseconds(blocking_us_min + impl_->pace.below(blocking_us_spread));
  impl_->blocking.push_back({us, std::move(done)});
  if (impl_->blocking.size() == 1) impl_->next_blocking_done();
}

spdlog::sink_ptr SimulatedProcess::log_sink() {
  return impl_->sink;
}

}  // namespace stormlark
