#pragma once

#include "gateway/api/platform_api.h"
#include "gateway/outbox/retry_pace.h"
#include "gateway/parts.h"
#include "runtime/task_group.h"
#include "runtime/turnstile.h"

#include <deque>
#include <functional>
#include <map>

namespace stormlark::gateway {

/// Delivers what is owed: one reply at a time in each chat, in order; chats side by side. A reply
/// leaves the journal when the platform has it, or as a dead letter when it never will.
///
/// All attempts of all lives carry one `uuid`, by which the platform folds repetitions for an hour.
/// Later than that, the chat is read first to see whether the reply is there.
class Outbox {
 public:
  Outbox(World& world, const Config& config, PlatformApi& api, Journal& journal, ReplyKeys& keys,
         std::shared_ptr<spdlog::logger> log);

  /// Queues what earlier lives left behind; to be called before the first `deliver`.
  awaitable<Result<void>> restore();

  /// Queues a reply that the journal already owes. Ignored after `drain()`: a later life does it.
  void deliver(Obligation owed);

  /// Sends what is queued, but waits for no second chance: returns when each reply is delivered or
  /// left to the next life.
  awaitable<void> drain();
  /// Aborts the calls in flight and waits for them; afterwards the outbox may be destroyed.
  awaitable<void> stop();

  std::size_t pending() const;
  /// For how long nothing is sent, because the platform asked the whole app to wait.
  Clock::duration told_to_wait() const;

 private:
  /// A reply that is owed. When it was first attempted is known on the monotonic clock, as soon as
  /// this life knows of it: whoever sets the wall clock makes no reply older.
  struct Owed {
    Obligation reply;
    Clock::time_point known_since;  ///< to this life
    std::optional<Clock::time_point> first_attempt;
    std::string refusal{};  ///< of the content; the reply is an apology since
  };

  awaitable<void> serve(std::string chat_id);
  /// False when a drain left the reply to the next life.
  awaitable<bool> settle(Owed& owed);
  awaitable<CallOutcome> attempt(Owed& owed);
  awaitable<CallOutcome> send(Obligation owed, std::string content);
  void apologize(Owed& owed, const std::string& refusal);
  awaitable<void> mark_delivered(const Obligation& reply);
  awaitable<void> give_up(const Obligation& reply, std::string reason);
  awaitable<void> record(std::function<awaitable<Result<void>>()> write, std::string what);
  awaitable<void> pause_until(Clock::time_point deadline);  ///< or until draining
  bool is_older_than(Clock::duration limit, const Owed& owed) const;
  bool is_overdue(const Owed& owed) const;

  World& world_;
  Config::Outbox config_;
  std::string app_id_;
  PlatformApi& api_;
  Journal& journal_;
  ReplyKeys& keys_;
  std::shared_ptr<spdlog::logger> log_;
  Prng random_;
  Turnstile calls_;
  SignalFlag draining_;
  Clock::time_point not_before_{};  ///< the platform asked the whole app to wait
  std::map<std::string, std::deque<Owed>> chats_;
  std::size_t left_behind_ = 0;  ///< replies of chats that are served no more
  TaskGroup tasks_;
};

}  // namespace stormlark::gateway
