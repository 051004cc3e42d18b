#include "scenarios/stage/keeper_client.h"

#include "runtime/timeout.h"

#include <utility>

#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/system_error.hpp>

namespace stormlark::scenarios {

namespace {

namespace json = boost::json;

// The keeper answers at once; these only bound what happens when it does not.
constexpr Clock::duration start_limit = 10s;
constexpr Clock::duration reply_limit = 10s;
constexpr Clock::duration stop_limit = 10s;

error_code generic_error(boost::system::errc::errc_t what) {
  return make_error_code(what);
}

ExitReport parse_exit(const json::object& end) {
  ExitReport report;
  if (const auto* status = end.at("exit_status").if_int64()) {
    report.exit_status = static_cast<int>(*status);
  }
  if (const auto* signal = end.at("signal").if_string()) report.signal = std::string(*signal);
  report.descendants = static_cast<int>(end.at("descendants").as_int64());
  return report;
}

}  // namespace

awaitable<KeptProcess::Start> KeptProcess::start(World& world, std::string keeper,
                                                 ProcessOptions subject, LineHandler on_line) {
  if (subject.command.empty()) co_return Start{nullptr, "no command to run"};
  subject.command.insert(subject.command.begin(), {keeper, "--"});
  auto spawned = world.processes().spawn(subject);
  if (!spawned) {
    co_return Start{nullptr, "cannot run the keeper " + keeper + ": " + spawned.error().message()};
  }
  std::unique_ptr<KeptProcess> kept(
      new KeptProcess(world, std::move(*spawned), std::move(on_line)));

  // Whatever happens from here on, even when we are cancelled, the tasks are joined first.
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  const error_code late = co_await kept->started_.wait_for(world.clock(), start_limit);
  Start outcome;
  if (kept->pid_ > 0 && !late) {
    outcome.process = std::move(kept);
  } else {
    outcome.problem =
        late ? "the keeper did not start the command: " + late.message() : kept->start_problem_;
    co_await kept->stop();
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return outcome;
}

KeptProcess::KeptProcess(World& world, std::unique_ptr<Process> keeper, LineHandler on_line)
    : world_(world),
      keeper_(std::move(keeper)),
      on_line_(std::move(on_line)),
      started_(world.executor()),
      exited_(world.executor()),
      tasks_(world.executor(), [this](std::exception_ptr failure) { failure_ = failure; }) {
  tasks_.spawn(read_reports());
  tasks_.spawn(read_lines());
}

KeptProcess::~KeptProcess() = default;

awaitable<Result<void>> KeptProcess::signal(std::string name, Unsynced) {
  if (exit_) co_return generic_error(boost::system::errc::no_such_process);
  const auto reply = std::make_shared<Reply>(world_.executor());
  replies_.push_back(reply);
  std::string command = json::serialize(json::object{{"signal", name}}) + "\n";
  const auto sent = co_await keeper_->write_in(std::move(command));
  if (!sent) {
    std::erase(replies_, reply);
    const bool cancelled = sent.error() == asio::error::operation_aborted;
    co_return cancelled ? sent.error() : generic_error(boost::system::errc::no_such_process);
  }
  const error_code late = co_await reply->arrived.wait_for(world_.clock(), reply_limit);
  if (late) co_return late;
  if (reply->refusal) co_return reply->refusal;
  co_return Result<void>();
}

awaitable<ExitReport> KeptProcess::exited() {
  const error_code cancelled = co_await exited_.wait();
  if (cancelled) throw boost::system::system_error(cancelled);
  co_return *exit_;
}

void KeptProcess::kill() {
  keeper_->close_in();
}

awaitable<void> KeptProcess::stop() {
  kill();
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await with_timeout(world_.clock(), stop_limit, wind_up());
  tasks_.stop();
  co_await tasks_.join();
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

awaitable<error_code> KeptProcess::wind_up() {
  co_await tasks_.join();
  co_await keeper_->wait();
  co_return error_code();
}

awaitable<void> KeptProcess::read_lines() {
  for (;;) {
    auto line = co_await keeper_->read_line_err();
    if (!line) co_return;
    on_line_(std::move(*line));
  }
}

awaitable<void> KeptProcess::read_reports() {
  for (;;) {
    const auto line = co_await keeper_->read_line_out();
    if (!line) break;
    take_report(json::parse(*line).as_object());
  }
  if (!started_.is_set()) start_problem_ = "the keeper ended before it started the command";
  started_.set();
  if (!exit_) note_exit({.problem = "the keeper ended without a report"});
}

void KeptProcess::take_report(const json::object& report) {
  if (report.contains("started")) {
    pid_ = static_cast<int>(report.at("pid").as_int64());
    started_.set();
  } else if (const auto* reason = report.if_contains("failed")) {
    start_problem_ = std::string(reason->as_string());
    started_.set();
  } else if (report.contains("signalled")) {
    const bool delivered = report.at("delivered").as_bool();
    answer_first(delivered ? error_code() : generic_error(boost::system::errc::no_such_process));
  } else if (report.contains("refused")) {
    answer_first(generic_error(boost::system::errc::invalid_argument));
  } else if (const auto* end = report.if_contains("exited")) {
    note_exit(parse_exit(end->as_object()));
  }
}

void KeptProcess::answer_first(error_code refusal) {
  if (replies_.empty()) return;
  const auto reply = std::move(replies_.front());
  replies_.pop_front();
  reply->refusal = refusal;
  reply->arrived.set();
}

void KeptProcess::note_exit(ExitReport report) {
  exit_ = std::move(report);
  exited_.set();
  while (!replies_.empty()) answer_first(generic_error(boost::system::errc::no_such_process));
}

}  // namespace stormlark::scenarios
