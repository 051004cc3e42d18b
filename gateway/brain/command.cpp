#include "gateway/brain/command.h"

#include "gateway/brain/addressing.h"
#include "protocol/json.h"
#include "runtime/mailbox.h"
#include "runtime/timeout.h"

#include <algorithm>
#include <list>

#include <boost/json.hpp>

namespace stormlark::gateway {
namespace {

using namespace asio::experimental::awaitable_operators;

constexpr Clock::duration restart_pause_min = 100ms;
constexpr Clock::duration restart_pause_max = 5s;
constexpr Clock::duration exit_limit = 1s;     // between the end of its output and its exit
constexpr int lives_in_vain_max = 2;           // before nobody can be answered
constexpr Clock::duration steady_after = 10s;  // a program that lives so long may well answer
constexpr int programs_max = 2;                // that may end while they have the same message

std::string request_line(const protocol::MessageReceived& message) {
  const boost::json::object request{{"message_id", message.message_id},
                                    {"chat_id", message.chat_id},
                                    {"text", addressed_text(message)}};
  return boost::json::serialize(request) + "\n";
}

class CommandBrain final : public Brain {
 public:
  CommandBrain(World& world, const Config::Brain& config, std::shared_ptr<spdlog::logger> log)
      : world_(world), program_{.command = config.command}, log_(std::move(log)) {
    if (!config.withheld_variable.empty()) {
      program_.withheld_environment.push_back(config.withheld_variable);
    }
  }

  awaitable<void> run() override;
  std::string ailment() const override;
  awaitable<Result<std::vector<std::string>>> answer(protocol::MessageReceived message) override;

 private:
  struct Request {
    std::string message_id;
    std::string line;
    SignalFlag settled;
    std::vector<std::string> parts{};
    int programs_ended = 0;
    error_code failure{};
  };

  // One run of the program.
  struct Life {
    Life(std::unique_ptr<Process> started, World& world)
        : process(std::move(started)),
          began(world.clock().now()),
          to_send(world.executor()),
          stuck(world.executor()) {}
    void ask(std::string line) {
      asked = true;
      to_send.push(std::move(line));
    }

    std::unique_ptr<Process> process;
    Clock::time_point began;
    Mailbox<std::string> to_send;
    SignalFlag stuck;
    bool asked = false;
    bool answered = false;
    Request* garbled = nullptr;  // what its unreadable line was most likely about
  };

  // A request stands in `open_` as long as the coroutine that asked waits.
  class Asking {
   public:
    Asking(CommandBrain& brain, Request& request) : brain_(brain), request_(request) {
      brain_.open_.push_back(&request_);
      if (brain_.life_) brain_.life_->ask(request_.line);
    }
    ~Asking() {
      std::erase(brain_.open_, &request_);
      if (brain_.life_ && brain_.life_->garbled == &request_) brain_.life_->garbled = nullptr;
      if (!request_.settled.is_set() && brain_.life_) brain_.life_->stuck.set();
    }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;

   private:
    CommandBrain& brain_;
    Request& request_;
  };

  awaitable<bool> live();
  bool begin_life();
  awaitable<void> account_for_end();
  bool has_run_long() const;
  awaitable<void> listen();
  awaitable<void> outlast_exit();
  awaitable<void> speak();
  awaitable<void> pass_on_errors();
  awaitable<void> log_end();
  void heard(const std::string& line);
  void heard_garbled(const std::string& line, std::string_view why);
  void count_ended_program();
  static void count_ended_program(Request& request);

  World& world_;
  ProcessOptions program_;
  std::shared_ptr<spdlog::logger> log_;
  std::list<Request*> open_;  // in the order in which they were asked
  std::unique_ptr<Life> life_;
  bool names_messages_ = false;  // in its answers
  int lives_in_vain_ = 0;        // the last ones, which ended without an answer
  std::string last_end_;
};

awaitable<Result<std::vector<std::string>>> CommandBrain::answer(
    protocol::MessageReceived message) {
  Request request{message.message_id, request_line(message), SignalFlag(world_.executor())};
  const Asking asking(*this, request);
  const error_code ec = co_await request.settled.wait();
  if (ec) co_return ec;
  if (request.failure) co_return request.failure;
  co_return std::move(request.parts);
}

awaitable<void> CommandBrain::run() {
  Clock::duration pause = restart_pause_min;
  for (;;) {
    const bool answered = co_await live();
    pause = answered ? restart_pause_min : std::min(pause * 2, restart_pause_max);
    co_await sleep_for(world_.clock(), pause);
  }
}

std::string CommandBrain::ailment() const {
  const bool may_answer = lives_in_vain_ < lives_in_vain_max || (life_ && has_run_long());
  return may_answer ? std::string() : last_end_;
}

bool CommandBrain::has_run_long() const {
  return world_.clock().now() - life_->began >= steady_after;
}

/// Runs the program once; true when it answered something.
awaitable<bool> CommandBrain::live() {
  if (!begin_life()) co_return false;
  co_await (listen() || outlast_exit() || (speak() && pass_on_errors()));
  co_await account_for_end();
  const bool answered = life_->answered;
  const bool was_idle = !life_->asked && has_run_long();
  lives_in_vain_ = answered || was_idle ? 0 : lives_in_vain_ + 1;
  life_.reset();
  co_return answered;
}

bool CommandBrain::begin_life() {
  auto process = world_.processes().spawn(program_);
  if (!process) {
    ++lives_in_vain_;
    last_end_ = "it cannot be started: " + process.error().message();
    log_->error("brain program cannot be started program={} cause={}", program_.command.front(),
                process.error().message());
    count_ended_program();
    return false;
  }
  life_ = std::make_unique<Life>(std::move(*process), world_);
  log_->info("brain program started pid={}", life_->process->pid());
  for (Request* request : open_) {
    request->parts.clear();  // this program says them anew
    life_->ask(request->line);
  }
  return true;
}

/// Why it ended, and which messages are to blame.
awaitable<void> CommandBrain::account_for_end() {
  if (life_->garbled) {
    last_end_ = "wrote an answer that cannot be read";
    count_ended_program(*life_->garbled);
  } else if (life_->stuck.is_set()) {
    last_end_ = "did not finish a turn in time";
    log_->warn("brain program {}, ending it", last_end_);
  } else {
    co_await log_end();
    count_ended_program();
  }
}

/// Until the program ends its output, or is stuck.
awaitable<void> CommandBrain::listen() {
  for (;;) {
    const auto event = co_await (life_->process->read_line_out() || life_->stuck.wait());
    if (event.index() == 1 || !std::get<0>(event)) co_return;
    heard(*std::get<0>(event));
  }
}

/// Its children may hold the output open when it is gone; what it had said is read by then.
awaitable<void> CommandBrain::outlast_exit() {
  co_await life_->process->wait();
  co_await sleep_for(world_.clock(), exit_limit);
}

/// Like its sister, ends only when cancelled: `listen` decides when a run of the program is over.
awaitable<void> CommandBrain::speak() {
  while (const auto line = co_await life_->to_send.pop()) {
    const auto written = co_await life_->process->write_in(*line);
    if (!written) break;
  }
  co_await life_->stuck.wait();
}

awaitable<void> CommandBrain::pass_on_errors() {
  while (const auto line = co_await life_->process->read_line_err()) {
    log_->info("brain says: {}", *line);
  }
  co_await life_->stuck.wait();
}

awaitable<void> CommandBrain::log_end() {
  const auto end = co_await (life_->process->wait() || sleep_for(world_.clock(), exit_limit));
  last_end_ = end.index() == 0 ? std::get<0>(end).to_string() : "closed its output";
  log_->warn("brain program ended how=\"{}\" open_messages={}", last_end_, open_.size());
}

void CommandBrain::heard(const std::string& line) {
  if (life_->garbled) return;
  const std::size_t begin = line.find_first_not_of(" \t\xef\xbb\xbf");  // blanks, a byte order mark
  if (begin == line.npos || line[begin] != '{') {
    log_->warn("brain program wrote a line that is not a JSON object bytes={}", line.size());
    return;
  }
  error_code not_json;
  const auto value = boost::json::parse(std::string_view(line).substr(begin), not_json);
  if (not_json) return heard_garbled(line, not_json.message());
  const auto& object = value.get_object();
  const std::string message_id = protocol::text_at(object, "message_id");
  if (!message_id.empty()) names_messages_ = true;
  const auto* last = object.if_contains("last");
  if (last && !last->is_bool()) return heard_garbled(line, "last is neither true nor false");
  const auto request = std::ranges::find_if(open_, [&](const Request* candidate) {
    return !candidate->settled.is_set() &&
           (message_id.empty() || candidate->message_id == message_id);
  });
  if (request == open_.end()) {
    log_->warn("brain program answered a message that is not open message={}", message_id);
    return;
  }
  life_->answered = true;
  if (std::string text = protocol::text_at(object, "text"); !text.empty()) {
    (*request)->parts.push_back(std::move(text));
  }
  if (last && last->get_bool()) (*request)->settled.set();
}

/// Of a program whose answers follow the order of the messages all later ones would be taken for
/// answers to the messages before: it is ended, and asked again what is open.
void CommandBrain::heard_garbled(const std::string& line, std::string_view why) {
  log_->warn("brain program wrote an answer that cannot be read bytes={} cause=\"{}\"", line.size(),
             why);
  const auto oldest = std::ranges::find_if(
      open_, [](const Request* request) { return !request->settled.is_set(); });
  if (names_messages_ || oldest == open_.end()) return;
  life_->garbled = *oldest;
  life_->stuck.set();
}

void CommandBrain::count_ended_program() {
  for (Request* request : open_) count_ended_program(*request);
}

void CommandBrain::count_ended_program(Request& request) {
  if (++request.programs_ended < programs_max) return;
  request.failure = BrainErrc::ended;
  request.settled.set();
}

}  // namespace

std::unique_ptr<Brain> make_command_brain(World& world, const Config::Brain& config,
                                          std::shared_ptr<spdlog::logger> log) {
  return std::make_unique<CommandBrain>(world, config, std::move(log));
}

}  // namespace stormlark::gateway
