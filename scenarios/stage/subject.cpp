#include "scenarios/stage/subject.h"

#include "runtime/simulated/process.h"
#include "runtime/url.h"
#include "scenarios/stage/health_poller.h"

#include <filesystem>
#include <ranges>

#include <boost/regex.hpp>

namespace stormlark::scenarios {
namespace {

using namespace history;

// A subject that is not ready by then is waited for by nobody any more.
constexpr Clock::duration ready_patience = 60s;

std::string fate_of(Unsynced unsynced) {
  if (unsynced == Unsynced::kept) return {};
  return unsynced == Unsynced::lost ? ", unsynced bytes are lost" : ", unsynced bytes are torn";
}

}  // namespace

Subject::Subject(World& world, Backstage& backstage, Recorder& recorder, const TlsClient& tls,
                 const SubjectPlan& plan, SubjectSite site, TaskGroup::FailureHandler on_failure)
    : world_(world),
      backstage_(backstage),
      recorder_(recorder),
      tls_(tls),
      plan_(plan),
      site_(std::move(site)),
      exit_watch_(world.executor(), on_failure),
      observers_(world.executor(), on_failure) {
  add_settings(site_.values, "settings", plan_.settings);
}

std::string Subject::prepare(ProcessOptions& options) const {
  std::string problem;
  const auto filled = [&](const std::string& place, const std::string& text) {
    Expanded expanded = expand(text, site_.values);
    if (!expanded.problem.empty())
      problem = plan_.file.path + ": " + place + ": " + expanded.problem;
    return expanded.text;
  };
  for (const std::string& word : plan_.file.command) {
    options.command.push_back(filled("command", word));
  }
  for (const auto& [key, value] : plan_.file.environment) {
    options.environment[key] = filled("env." + key, value);
  }
  options.working_directory = site_.work_directory;
  for (const auto& [file, text] : plan_.file.files) {
    const std::string path = site_.work_directory + "/" + file;
    const std::string wanted = filled("files." + file, text);
    const auto there = world_.disk().read_file(path);
    if (there && *there == wanted) continue;  // which a disk that is full would not take again
    const auto made = world_.disk().make_directories(std::filesystem::path(path).parent_path());
    const auto written = made ? world_.disk().write_file(path, wanted) : made;
    if (!written) problem = path + ": cannot be written: " + written.error().message();
  }
  return problem;
}

awaitable<std::string> Subject::start() {
  co_await end_life();
  ProcessOptions options;
  const std::string problem = prepare(options);
  if (!problem.empty()) co_return problem;
  const auto health = parse_url(expand(plan_.file.health, site_.values).text);
  if (!health && !plan_.file.health.empty()) {
    co_return plan_.file.path + ": health: '" + plan_.file.health + "' is not a URL";
  }
  ++life_;
  ready_ = false;
  frozen_ = false;
  last_end_.clear();
  end_faults();
  const std::size_t began = recorder_.history().size();  // it may be ready before we know its pid
  recorder_.add(SubjectStarted{name(), life_});
  auto started = co_await backstage_.start(name(), std::move(options),
                                           [this](std::string line) { heard(std::move(line)); });
  if (!started.process) {
    last_end_ = "could not be started";
    recorder_.add(SubjectExited{name(), life_, -1, {}, 0});
    co_return plan_.file.path + ": " + started.problem;
  }
  process_ = std::move(started.process);
  exit_watch_.spawn(watch_exit());
  observers_.spawn(watch_ready(began));
  if (health) {
    const HealthTarget target{name(), life_, *health, backstage_.health_interval_max()};
    observers_.spawn(poll_health(world_, recorder_, tls_, target));
  }
  co_return std::string();
}

void Subject::heard(std::string line) {
  recorder_.add(SubjectLog{name(), life_, std::move(line)});
}

awaitable<void> Subject::watch_exit() {
  const ExitReport report = co_await process_->exited();
  last_end_ = report.exit_status ? "exited with status " + std::to_string(*report.exit_status)
              : report.signal    ? "was ended by " + *report.signal
                                 : "was lost: " + report.problem;
  recorder_.add(SubjectExited{name(), life_, report.exit_status.value_or(-1),
                              report.signal.value_or(""), report.descendants});
  observers_.stop();
}

awaitable<void> Subject::watch_ready(std::size_t from) {
  const auto is_sign = [this](const Record& record) {
    if (const auto* opened = record.as<ConnectionOpened>()) {
      return plan_.file.ready.kind == ReadyWhen::Kind::connected && opened->peer == name();
    }
    if (const auto* sample = record.as<HealthSampled>()) {
      return plan_.file.ready.kind == ReadyWhen::Kind::readyz && sample->subject == name() &&
             sample->life == life_ && sample->status == 200;
    }
    const auto* log = record.as<SubjectLog>();
    return log && plan_.file.ready.kind == ReadyWhen::Kind::log && log->subject == name() &&
           log->life == life_ && boost::regex_search(log->line, plan_.file.ready.log);
  };
  const auto appeared = co_await recorder_.await(from, is_sign, ready_patience);
  if (!appeared || !running()) co_return;
  ready_ = true;
  recorder_.add(SubjectReady{name(), life_});
}

awaitable<bool> Subject::send(std::string signal, Unsynced unsynced) {
  if (!running()) {
    recorder_.add(SignalSent{name(), life_, signal, false});
    co_return false;
  }
  const auto sent = co_await process_->signal(signal, unsynced);
  recorder_.add(SignalSent{name(), life_, signal, sent.has_value()});
  co_return sent.has_value();
}

awaitable<bool> Subject::strike(std::string signal, std::string fault, Unsynced unsynced) {
  if (signal == "SIGCONT") {
    const bool delivered = co_await send(signal);
    end_fault(freeze_, "healed");
    co_return delivered;
  }
  recorder_.add(FaultBegan{fault, "signal", name(), signal + fate_of(unsynced)});
  const bool delivered = co_await send(signal, unsynced);
  if (!delivered) {
    recorder_.add(FaultEnded{fault, "over"});
    co_return false;
  }
  recorder_.add(FaultTookEffect{fault, signal + " delivered to " + name()});
  std::string& standing = signal == "SIGSTOP" ? freeze_ : blow_;
  end_fault(standing, "over");
  standing = fault;
  if (signal == "SIGKILL") {  // which ends also what stands still
    frozen_ = false;
    end_fault(freeze_, "over");
  }
  co_await thaw();
  co_return true;
}

bool Subject::crash_at_write(int nth, Unsynced unsynced, const std::string& fault) {
  SimulatedProcess* const process = running() ? process_->simulated() : nullptr;
  if (!process) return false;
  const std::string when = " in the midst of database write " + std::to_string(nth);
  end_fault(crash_, "over");
  recorder_.add(FaultBegan{fault, "signal", name(), "SIGKILL" + when + fate_of(unsynced)});
  crash_ = fault;
  process->kill_at_database_write(nth, unsynced, [this, fault, nth] { note_crash(fault, nth); });
  return true;
}

void Subject::call_off_crash(const std::string& fault) {
  if (fault != crash_ || !running()) return;
  SimulatedProcess& process = *process_->simulated();
  if (!process.running()) return;  // news of its end is on the way
  process.survive_database_writes();
  end_fault(crash_, "healed");
}

void Subject::note_crash(const std::string& fault, int nth) {
  recorder_.add(SignalSent{name(), life_, "SIGKILL", true});
  recorder_.add(
      FaultTookEffect{fault, "killed in the midst of database write " + std::to_string(nth)});
  end_fault(blow_, "over");
  blow_ = fault;
  crash_.clear();
  frozen_ = false;
}

awaitable<bool> Subject::heal(std::string fault) {
  if (fault != freeze_) co_return false;
  const bool healed = co_await heal_any();
  co_return healed;
}

awaitable<bool> Subject::heal_any() {
  if (freeze_.empty()) co_return false;
  const bool delivered = co_await strike("SIGCONT", freeze_);
  co_return delivered;
}

void Subject::end_fault(std::string& fault, const std::string& why) {
  if (fault.empty()) return;
  recorder_.add(FaultEnded{std::exchange(fault, {}), why});
}

void Subject::end_faults() {
  for (std::string* fault : {&freeze_, &blow_, &crash_}) end_fault(*fault, "over");
}

awaitable<bool> Subject::ask_to_stop() {
  co_await thaw();
  const bool delivered = co_await send("SIGTERM");
  co_return delivered;
}

awaitable<bool> Subject::freeze() {
  frozen_ = co_await send("SIGSTOP");
  co_return frozen_;
}

awaitable<void> Subject::thaw() {
  if (!frozen_) co_return;
  frozen_ = false;
  if (running() && freeze_.empty()) co_await send("SIGCONT");  // a SIGSTOP lasts until its own end
}

std::string Subject::last_end() const {
  if (life_ == 0) return "was never started";
  return (running() ? "is still running" : last_end_) + last_words();
}

/// The last line of this life, and the last that tells of an error: what is printed behind one,
/// such as its trace, says less.
std::string Subject::last_words() const {
  static const boost::regex error("error|exception|panic|fatal|cannot", boost::regex::icase);
  std::string text;
  for (const Record& record : recorder_.history() | std::views::reverse) {
    const auto* log = record.as<SubjectLog>();
    if (!log || log->subject != name() || log->life != life_) continue;
    const bool is_last = text.empty();
    if (is_last) text = "; its last line: " + log->line;
    if (!boost::regex_search(log->line, error)) continue;
    return is_last ? text : text + "; its last complaint: " + log->line;
  }
  return text;
}

awaitable<void> Subject::end_life() {
  if (!process_) co_return;
  co_await process_->stop();
  co_await exit_watch_.join();
  observers_.stop();
  co_await observers_.join();
  process_.reset();
}

awaitable<void> Subject::take_down() {
  co_await end_life();
  end_faults();
}

}  // namespace stormlark::scenarios
