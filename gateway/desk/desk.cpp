#include "gateway/desk/desk.h"

#include "gateway/brain/addressing.h"
#include "gateway/journal/keep_writing.h"
#include "protocol/event.h"
#include "runtime/duration.h"
#include "runtime/task_failures.h"
#include "runtime/timeout.h"

#include <algorithm>

#include <boost/system/system_error.hpp>

namespace stormlark::gateway {
namespace {

constexpr const char* too_late = "Sorry, I could not finish an answer to this in time.";
constexpr const char* failed = "Sorry, something went wrong while I was answering this.";
constexpr Clock::duration catch_up_pause = 1s;  // after the journal could not be read

}  // namespace

Desk::Desk(World& world, Options options, Journal& journal, Brain& brain, ReplyKeys& keys,
           Owed owed, std::shared_ptr<spdlog::logger> log)
    : world_(world),
      options_(std::move(options)),
      journal_(journal),
      brain_(brain),
      keys_(keys),
      owed_(std::move(owed)),
      log_(std::move(log)),
      tasks_(world.executor(), log_task_failures(log_)) {}

awaitable<Result<void>> Desk::restore() {
  const Result<void> fetched = co_await fetch();
  if (!fetched) co_return fetched;
  if (waiting_ > 0) log_->info("resuming events={}", waiting_);
  begin_turns();
  co_return fetched;
}

void Desk::submit(InboundEvent event) {
  if (draining_) return;
  // The journal may give out an event before the one who took it hears that it is in custody.
  if (event.sequence <= newest_queued_) return;
  if (waiting_ >= waiting_max) fall_behind();
  if (fetching_) behind_ = true;  // perhaps the journal was read before it had this one
  if (behind_) return;
  enqueue(std::move(event));
  begin_turns();
}

void Desk::enqueue(InboundEvent event) {
  newest_queued_ = std::max(newest_queued_, event.sequence);
  ++waiting_;
  const auto [chat, was_idle] = chats_.try_emplace(event.chat_id);
  if (was_idle) ready_.push_back(event.chat_id);
  chat->second.push_back(std::move(event));
}

void Desk::begin_turns() {
  while (!draining_ && !ready_.empty() && turns_ < options_.limits.chats_parallel_max) {
    auto& events = chats_[ready_.front()];
    ready_.pop_front();
    InboundEvent event = std::move(events.front());
    events.pop_front();
    --waiting_;
    ++turns_;
    tasks_.spawn(take_turn(std::move(event)));
  }
  if (behind_ && !fetching_ && !draining_ && waiting_ <= waiting_max / 2) {
    fetching_ = true;
    tasks_.spawn(catch_up());
  }
}

// A chat is busy until its turn is destroyed.
class Desk::Turn {
 public:
  Turn(Desk& desk, std::string chat_id) : desk_(desk), chat_id_(std::move(chat_id)) {}
  ~Turn() {
    --desk_.turns_;
    const auto chat = desk_.chats_.find(chat_id_);
    if (chat->second.empty()) {
      desk_.chats_.erase(chat);
    } else {
      desk_.ready_.push_back(chat_id_);
    }
    desk_.begin_turns();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Desk& desk_;
  std::string chat_id_;
};

awaitable<void> Desk::take_turn(InboundEvent event) {
  const Turn turn(*this, event.chat_id);
  std::vector<std::string> texts = co_await ask(event);
  co_await owe(event, std::move(texts));
}

/// The answer's parts; the apology that stands for them where the brain has none. Throws when the
/// brain was cut short.
awaitable<std::vector<std::string>> Desk::ask(const InboundEvent& event) {
  const auto message = protocol::parse_message_received(event.payload);
  if (!message) {
    log_->error("event in custody cannot be read event={} cause={}", event.event_id,
                message.error().message());
    co_return std::vector<std::string>();
  }
  if (!is_addressed(*message)) {
    log_->debug("not for the bot message={}", message->message_id);
    co_return std::vector<std::string>();
  }
  const Clock::duration deadline = options_.limits.turn_deadline;
  auto answer = co_await with_timeout(world_.clock(), deadline, brain_.answer(*message));
  if (answer) co_return std::move(*answer);
  // It is for the next life to answer.
  if (answer.error() == asio::error::operation_aborted) {
    throw boost::system::system_error(answer.error());
  }
  const bool late = answer.error() == asio::error::timed_out;
  log_->error(
      "no answer message={} cause={}", event.message_id,
      late ? "turn took longer than " + format_duration(deadline) : answer.error().message());
  co_return std::vector<std::string>{late ? too_late : failed};
}

/// Does not give up: without it the answer would be lost.
awaitable<void> Desk::owe(const InboundEvent& event, std::vector<std::string> texts) {
  std::vector<Obligation> parts;
  for (std::string& text : texts) {
    const int part = static_cast<int>(parts.size());
    parts.push_back({.event_sequence = event.sequence,
                     .part = part,
                     .message_id = event.message_id,
                     .chat_id = event.chat_id,
                     .uuid = keys_.for_reply(options_.app_id, event.message_id, part),
                     .text = std::move(text)});
  }
  const auto goes_on = [&](const error_code& failure) {
    log_->error("answer not yet in the journal message={} cause={}", event.message_id,
                failure.message());
    return true;
  };
  const auto pause = [&](Clock::duration length) -> awaitable<void> {
    co_await sleep_for(world_.clock(), length);
  };
  co_await keep_writing([&] { return journal_.owe(event.sequence, parts); }, goes_on, pause);
  for (Obligation& part : parts) owed_(std::move(part));
}

/// Queues what the journal has beyond what is queued, as far as there is room.
awaitable<Result<void>> Desk::fetch() {
  const std::size_t room = waiting_max - waiting_;
  behind_ = false;
  auto events = co_await journal_.unanswered(newest_queued_, room);
  if (!events) {
    behind_ = true;
    co_return events.error();
  }
  for (InboundEvent& event : *events) enqueue(std::move(event));
  if (events->size() == room) fall_behind();
  co_return Result<void>();
}

void Desk::fall_behind() {
  if (behind_) return;
  behind_ = true;
  log_->warn("desk full, further events wait in the journal waiting={}", waiting_);
}

/// Fetches what came while the desk was full.
awaitable<void> Desk::catch_up() {
  const Result<void> fetched = co_await fetch();
  if (!fetched) {
    log_->error("events waiting in the journal cannot be read cause={}", fetched.error().message());
    co_await sleep_for(world_.clock(), catch_up_pause);
  }
  fetching_ = false;
  begin_turns();
}

awaitable<void> Desk::drain(Clock::duration limit) {
  using namespace asio::experimental::awaitable_operators;
  draining_ = true;
  if (!tasks_.empty()) co_await (tasks_.join() || sleep_for(world_.clock(), limit));
  if (!tasks_.empty()) log_->warn("turns cut short by the end of the drain turns={}", turns_);
  tasks_.stop();
  co_await tasks_.join();
  if (waiting_ > 0) log_->info("left in the journal events={}", waiting_);
}

}  // namespace stormlark::gateway
