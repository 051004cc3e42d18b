#include "gateway/outbox/outbox.h"

#include "gateway/journal/keep_writing.h"
#include "gateway/outbox/chat_search.h"
#include "protocol/event.h"
#include "runtime/task_failures.h"

#include <algorithm>
#include <array>

#include <boost/asio/error.hpp>

namespace stormlark::gateway {
namespace {

using protocol::Remedy;

constexpr std::size_t calls_parallel_max = 64;

// The platform remembers a `uuid` for one hour from its first success; ten minutes of that are left
// to clocks that disagree and to the attempt itself.
constexpr Clock::duration uuid_memory = 50min;

// However old a reply is, each life tries for so long: a machine that was off for days may start
// its gateway before its network, and a clock that was set in between tells an age that is none.
constexpr Clock::duration patience_of_a_life = 10min;

constexpr const char* apology = "Sorry, I have an answer that I cannot send here.";
constexpr int part_of_apology = -1;

bool hopeless(const CallOutcome& outcome) {
  return outcome.remedy == Remedy::fix_request || outcome.remedy == Remedy::target_gone;
}

/// Whether another text would have been taken.
bool refuses_content(const CallOutcome& outcome) {
  constexpr std::array<int, 4> codes = {
      protocol::code::message_invalid, protocol::code::content_sensitive,
      protocol::code::content_too_long, protocol::code::content_blocked};
  return std::ranges::find(codes, outcome.code) != codes.end();
}

/// Whether the platform said that this chat cannot be read. Other failures, such as a middlebox's
/// page or a token that was not to be had, leave that open.
bool cannot_be_read(const ChatSearch& search) {
  return hopeless(search.outcome) || search.outcome.remedy == Remedy::fix_settings;
}

/// The age of an earlier life's attempt. One that lies ahead was made before the wall clock was set
/// back, nobody knows how long ago: perhaps the platform has forgotten it.
Clock::duration age_of(std::int64_t attempt_ms, std::int64_t now_ms) {
  if (attempt_ms > now_ms) return uuid_memory + 1ms;
  return std::chrono::milliseconds(now_ms - attempt_ms);
}

/// Any other failure, such as a 503 of something on the way, is that of one call.
bool limits_the_app(const CallOutcome& outcome) {
  return outcome.code == protocol::code::rate_limited || outcome.http_status == 429;
}

}  // namespace

Outbox::Outbox(World& world, const Config& config, PlatformApi& api, Journal& journal,
               ReplyKeys& keys, std::shared_ptr<spdlog::logger> log)
    : world_(world),
      config_(config.outbox),
      app_id_(config.app.id),
      api_(api),
      journal_(journal),
      keys_(keys),
      log_(log),
      random_(world.random().fork("outbox")),
      calls_(world.executor(), calls_parallel_max),
      draining_(world.executor()),
      tasks_(world.executor(), log_task_failures(log)) {}

awaitable<Result<void>> Outbox::restore() {
  Result<std::vector<Obligation>> owed = co_await journal_.undelivered();
  if (!owed) co_return owed.error();
  if (!owed->empty()) log_->info("outbox replies left by earlier lives: {}", owed->size());
  for (Obligation& obligation : *owed) deliver(std::move(obligation));
  co_return Result<void>();
}

void Outbox::deliver(Obligation owed) {
  if (draining_.is_set()) return;
  const std::string chat_id = owed.chat_id;
  const Clock::time_point now = world_.clock().now();
  std::optional<Clock::time_point> first_attempt;
  if (owed.first_attempt_ms != 0) {
    first_attempt = now - age_of(owed.first_attempt_ms, world_.clock().wall_ms());
  }
  const auto [chat, is_new] = chats_.try_emplace(chat_id);
  chat->second.push_back({std::move(owed), now, first_attempt});
  if (is_new) tasks_.spawn(serve(chat_id));
}

awaitable<void> Outbox::drain() {
  draining_.set();
  return tasks_.join();
}

awaitable<void> Outbox::stop() {
  draining_.set();
  tasks_.stop();
  co_await tasks_.join();
  if (const std::size_t left = std::exchange(left_behind_, 0); left > 0) {
    log_->info("left in the journal replies={}", left);
  }
}

std::size_t Outbox::pending() const {
  std::size_t count = 0;
  for (const auto& [chat_id, queue] : chats_) count += queue.size();
  return count;
}

Clock::duration Outbox::told_to_wait() const {
  return std::max(not_before_ - world_.clock().now(), Clock::duration::zero());
}

awaitable<void> Outbox::serve(std::string chat_id) {
  // However this ends: what is left is for the next life, and what comes is served again.
  const struct Served {
    ~Served() {
      outbox.left_behind_ += outbox.chats_.at(chat_id).size();
      outbox.chats_.erase(chat_id);
    }
    Outbox& outbox;
    const std::string& chat_id;
  } served{*this, chat_id};
  std::deque<Owed>& queue = chats_[chat_id];
  while (!queue.empty()) {
    const bool settled = co_await settle(queue.front());
    if (!settled) co_return;
    queue.pop_front();
  }
}

awaitable<bool> Outbox::settle(Owed& owed) {
  const Obligation& reply = owed.reply;
  RetryPace pace(config_, random_.fork(reply.uuid));
  for (;;) {
    const CallOutcome outcome = co_await attempt(owed);
    if (outcome.ok() && owed.refusal.empty()) {
      co_await mark_delivered(reply);
      co_return true;
    }
    if (refuses_content(outcome) && owed.refusal.empty()) {
      apologize(owed, outcome.text);
      continue;
    }
    if (outcome.ok() || hopeless(outcome) || is_overdue(owed)) {
      co_await give_up(reply, owed.refusal.empty() ? outcome.text : owed.refusal);
      co_return true;
    }
    if (draining_.is_set()) co_return false;
    const Clock::duration delay = pace.after(outcome);
    if (outcome.retry_after && limits_the_app(outcome)) {
      not_before_ = std::max(not_before_, world_.clock().now() + *outcome.retry_after);
    }
    log_->warn("reply not delivered message={} part={} attempts={} retry_ms={} cause=\"{}\"",
               reply.message_id, reply.part, reply.attempts, delay / 1ms, outcome.text);
    co_await pause_until(world_.clock().now() + delay);
    if (draining_.is_set()) co_return false;
  }
}

awaitable<CallOutcome> Outbox::attempt(Owed& owed) {
  Obligation& reply = owed.reply;
  co_await pause_until(not_before_);
  const auto turn = co_await calls_.enter();
  if (!turn || world_.clock().now() < not_before_) {
    co_return CallOutcome{.remedy = Remedy::retry, .text = "the platform asked to wait"};
  }

  std::string text = reply.text;
  if (is_older_than(uuid_memory, owed)) {  // the platform may have forgotten the uuid
    const ChatSearch search = co_await find_reply(api_, app_id_, reply);
    if (search.found == ChatSearch::Found::there) co_return CallOutcome{};
    if (!search.outcome.ok() && !cannot_be_read(search)) co_return search.outcome;
    if (search.found == ChatSearch::Found::unknown) text = possibly_repeated(text);
  }

  ++reply.attempts;
  if (!owed.first_attempt) {
    owed.first_attempt = world_.clock().now();
    reply.first_attempt_ms = world_.clock().wall_ms();
  }
  const Result<void> recorded = co_await journal_.attempted(reply);
  if (!recorded) {
    co_return CallOutcome{.remedy = Remedy::retry, .text = recorded.error().message()};
  }
  CallOutcome outcome = co_await send(reply, protocol::text_content(text));
  co_return outcome;
}

awaitable<CallOutcome> Outbox::send(Obligation owed, std::string content) {
  const std::string uuid = keys_.for_attempt(owed);
  CallOutcome outcome = co_await api_.reply(owed.message_id, content, uuid);
  if (outcome.remedy != Remedy::target_gone || owed.chat_id.empty()) co_return outcome;
  log_->warn("reply target is gone, sending to the chat instead message={} chat={} cause=\"{}\"",
             owed.message_id, owed.chat_id, outcome.text);
  outcome = co_await api_.send(owed.chat_id, content, uuid);
  co_return outcome;
}

/// Silence is worse than a short word where the platform refuses what the answer says. Its uuid
/// follows from the message alone: of several refused parts, and of several lives, one is seen.
void Outbox::apologize(Owed& owed, const std::string& refusal) {
  log_->error("reply refused, an apology is sent instead message={} part={} cause=\"{}\"",
              owed.reply.message_id, owed.reply.part, refusal);
  owed.refusal = refusal;
  owed.reply.text = apology;
  owed.reply.uuid = keys_.for_reply(app_id_, owed.reply.message_id, part_of_apology);
}

awaitable<void> Outbox::mark_delivered(const Obligation& reply) {
  log_->debug("reply delivered message={} part={} attempts={}", reply.message_id, reply.part,
              reply.attempts);
  co_await record([&] { return journal_.delivered(reply); },
                  "reply delivered but not marked so message=" + reply.message_id);
}

awaitable<void> Outbox::give_up(const Obligation& reply, std::string reason) {
  log_->error("reply given up message={} chat={} part={} attempts={} cause=\"{}\"",
              reply.message_id, reply.chat_id, reply.part, reply.attempts, reason);
  co_await record([&] { return journal_.gave_up(reply, reason); },
                  "dead letter not recorded message=" + reply.message_id);
}

/// Until the journal has it: a settled reply that it does not know of, the next life would send
/// again. A drain waits for one try.
awaitable<void> Outbox::record(std::function<awaitable<Result<void>>()> write, std::string what) {
  const auto goes_on = [&](const error_code& failure) {
    if (failure == asio::error::operation_aborted) return false;
    const bool is_last = draining_.is_set();
    log_->warn("{} next=\"{}\" cause=\"{}\"", what,
               is_last ? "the next life sends it again under the same uuid" : "tried again",
               failure.message());
    return !is_last;
  };
  co_await keep_writing(std::move(write), goes_on, [&](Clock::duration length) {
    return pause_until(world_.clock().now() + length);
  });
}

awaitable<void> Outbox::pause_until(Clock::time_point deadline) {
  if (deadline <= world_.clock().now()) co_return;
  co_await draining_.wait_until(world_.clock(), deadline);
}

bool Outbox::is_older_than(Clock::duration limit, const Owed& owed) const {
  return owed.first_attempt && world_.clock().now() - *owed.first_attempt > limit;
}

bool Outbox::is_overdue(const Owed& owed) const {
  const Clock::duration patience = std::min(patience_of_a_life, config_.give_up_after);
  const Clock::duration tried = world_.clock().now() - owed.known_since;
  return is_older_than(config_.give_up_after, owed) && tried > patience;
}

}  // namespace stormlark::gateway
