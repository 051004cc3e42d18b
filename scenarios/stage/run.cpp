#include "scenarios/stage/run.h"

#include "runtime/duration.h"
#include "scenarios/plan/load_plan.h"
#include "scenarios/stage/script.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

// A setting such as `link.pong_deadline`, where the subject has it.
std::optional<Clock::duration> setting(const boost::json::object& settings, std::string_view group,
                                       std::string_view key) {
  const auto* inner = settings.if_contains(group);
  if (!inner || !inner->is_object()) return std::nullopt;
  const auto* value = inner->as_object().if_contains(key);
  if (!value || !value->is_string()) return std::nullopt;
  return parse_duration(std::string(value->as_string()));
}

// What failed inside script or stage is a failure of the harness: kept, and thrown once all is
// taken down.
class Failure {
 public:
  void keep(std::exception_ptr failure) {
    if (!failure_) failure_ = std::move(failure);
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::exception_ptr failure_;
};

awaitable<void> play_into(Script& script, std::string& problem) {
  problem = co_await script.play();
}

// Plays until the script ends or the harness is told to stop; true in the first case.
awaitable<bool> play(World& world, Stage& stage, TaskGroup::FailureHandler keep,
                     std::string& problem) {
  using namespace asio::experimental::awaitable_operators;
  Script script(stage, keep);
  TaskGroup playing(world.executor(), keep);
  playing.spawn(play_into(script, problem));
  const auto first = co_await (playing.join() || world.stop_requested());
  const bool played = first.index() == 0;
  playing.stop();
  co_await playing.join();
  co_await script.stop();
  co_await stage.take_down();
  co_return played;
}

std::string world_of(const history::History& history) {
  for (const history::Record& record : history) {
    if (const auto* began = record.as<history::RunBegan>()) return began->world;
  }
  return {};
}

/// All that must never stand in a log.
std::vector<std::string> secrets_of(const mock::PlatformOptions& platform) {
  std::vector<std::string> secrets;
  for (const mock::AppOptions& app : platform.apps) {
    secrets.insert(secrets.end(), {app.secret, app.verification_token, app.webhook.encrypt_key});
  }
  for (const mock::HookOptions& hook : platform.hooks) {
    secrets.insert(secrets.end(), {hook.token, hook.secret});
  }
  std::erase(secrets, "");
  return secrets;
}

}  // namespace

JudgingContext judging_context(const Plan& plan) {
  JudgingContext context;
  const mock::ClientConfigOptions& told = plan.platform.client_config;
  context.ping_interval = std::chrono::seconds(told.ping_interval_s);
  context.reconnect_nonce = std::chrono::seconds(told.reconnect_nonce_s);
  context.reconnect_interval = std::chrono::seconds(told.reconnect_interval_s);
  context.ack_deadline = plan.platform.ack_deadline;
  context.secrets = secrets_of(plan.platform);
  for (const SubjectPlan& subject : plan.subjects) {
    context.manners[subject.name] = {subject.file.claims, subject.file.tolerates,
                                     subject.file.answers_with_token};
  }
  // Checks have one bound for all: subjects of one scenario are tuned alike.
  const SubjectPlan& first = plan.subjects.front();
  const auto take = [&first](Clock::duration& to, std::string_view group, std::string_view key) {
    to = setting(first.settings, group, key).value_or(to);
  };
  take(context.pong_deadline, "link", "pong_deadline");
  take(context.attempt_spacing_min, "link", "backoff_min");
  take(context.drain_deadline, "drain", "deadline");
  take(context.drain_grace, "drain", "grace");
  return context;
}

awaitable<RunOutcome> run_plan(World& world, Backstage& backstage, history::Recorder& recorder,
                               const Plan& plan) {
  RunOutcome outcome;
  Failure failure;
  const auto keep = [&failure](std::exception_ptr thrown) { failure.keep(std::move(thrown)); };
  Stage stage(world, backstage, recorder, plan, keep);
  std::string problem = stage.build();
  bool played = true;
  if (problem.empty()) {
    played = co_await play(world, stage, keep, problem);
  } else {
    co_await stage.take_down();
  }
  failure.rethrow();
  if (!played || !problem.empty()) {
    outcome.kind = played ? RunOutcome::Kind::bad_input : RunOutcome::Kind::stopped;
    outcome.problem = problem;
    co_return outcome;
  }
  outcome.result = judged(plan, recorder.history());
  co_return outcome;
}

RunResult result_of(const Plan& plan, const std::string& world) {
  RunResult result;
  result.scenario = plan.name;
  result.title = plan.title;
  if (!plan.has_name) result.file = plan.file;
  result.options = plan.options;
  const std::string& own = plan.subjects.front().file.name;
  result.subject = plan.other_subject.empty() ? own : plan.other_subject;
  result.world = world;
  result.seed = plan.seed;
  return result;
}

RunResult judged(const Plan& plan, const history::History& history) {
  RunResult result = result_of(plan, world_of(history));
  const JudgingContext context = judging_context(plan);
  result.findings = judge(history, context, plan.checks);
  result.flaws = flaws_of(history);
  result.notes = plan.notes;
  result.figures = measure(history, context);
  if (!history.empty()) result.seconds = static_cast<double>(history.back().us) / 1e6;
  return result;
}

void write_results(const Plan& plan, const history::History& history, const RunResult& result) {
  write_into(result.directory, "verdict.json", json_report({result}));
  write_into(result.directory, "report.html",
             html_report(result, history, judging_context(plan), text_of(plan)));
}

void write_into(const std::string& directory, const std::string& name, const std::string& text) {
  const std::string path = fs::path(directory) / name;
  std::ofstream file(path);
  file << text;
  if (file.flush()) return;
  throw std::runtime_error(path + ": cannot be written: " + std::generic_category().message(errno));
}

}  // namespace stormlark::scenarios
