#pragma once

#include "gateway/brain/brain.h"
#include "gateway/journal/journal.h"
#include "gateway/parts.h"
#include "runtime/task_group.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <spdlog/logger.h>

namespace stormlark::gateway {

/// Has events answered: one turn at a time in each chat, in order of custody; chats side by side. A
/// turn asks the brain and ends when its answer is owed in the journal. A brain that fails, or
/// misses the turn's deadline, costs its user an honest sentence and holds up nobody else.
///
/// The desk holds a bounded number of events. What arrives beyond that stays in the journal alone,
/// and is fetched from there when there is room again.
class Desk {
 public:
  static constexpr std::size_t waiting_max = 4096;

  struct Options {
    std::string app_id;
    Config::Desk limits;
  };
  /// Is given each part of an answer once the journal owes it.
  using Owed = std::function<void(Obligation)>;

  Desk(World& world, Options options, Journal& journal, Brain& brain, ReplyKeys& keys, Owed owed,
       std::shared_ptr<spdlog::logger> log);

  /// Queues what earlier lives took into custody and did not answer, or as much of it as fits;
  /// before the first `submit`.
  awaitable<Result<void>> restore();
  /// Queues an event that is in custody. Events come in order of custody.
  void submit(InboundEvent event);

  /// Begins no new turn and gives those that run until `limit`; then aborts them. What has no
  /// answer stays in the journal for the next life, which a restart should not have to wait for.
  awaitable<void> drain(Clock::duration limit);

  std::size_t turns() const { return turns_; }      ///< running
  std::size_t waiting() const { return waiting_; }  ///< held in memory

 private:
  class Turn;

  void enqueue(InboundEvent event);
  void begin_turns();
  awaitable<void> take_turn(InboundEvent event);
  awaitable<std::vector<std::string>> ask(const InboundEvent& event);
  awaitable<void> owe(const InboundEvent& event, std::vector<std::string> texts);
  void fall_behind();
  awaitable<Result<void>> fetch();
  awaitable<void> catch_up();

  World& world_;
  Options options_;
  Journal& journal_;
  Brain& brain_;
  ReplyKeys& keys_;
  Owed owed_;
  std::shared_ptr<spdlog::logger> log_;
  std::map<std::string, std::deque<InboundEvent>> chats_;  ///< with a turn running or waiting
  std::deque<std::string> ready_;  ///< chats whose next event waits for a turn, longest first
  std::size_t waiting_ = 0;
  std::size_t turns_ = 0;
  std::int64_t newest_queued_ = 0;  ///< by sequence
  bool behind_ = false;             ///< later events may be in the journal alone
  bool fetching_ = false;
  bool draining_ = false;
  TaskGroup tasks_;
};

}  // namespace stormlark::gateway
