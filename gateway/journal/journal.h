#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <spdlog/logger.h>

#include "gateway/config.h"
#include "runtime/mailbox.h"
#include "runtime/world.h"

namespace stormlark::gateway {

/// An inbound message in custody.
struct InboundEvent {
  std::int64_t sequence = 0;  ///< order of custody; set by the journal
  std::string key;            ///< de-duplication: the same for every redelivery
  std::string event_id;
  std::string message_id;
  std::string chat_id;
  std::string payload;  ///< the event as received
};

/// A reply that is owed. One row per logical reply part, with one `uuid` for all attempts and lives.
struct Obligation {
  std::int64_t event_sequence = 0;
  int part = 0;
  std::string message_id;  ///< the message answered to
  std::string chat_id;
  std::string uuid;
  std::string text;
  int attempts = 0;
  std::int64_t first_attempt_ms = 0;  ///< wall clock; 0: never attempted
};

enum class Custody { taken, duplicate };

/// What outlives the process: inbound events until settled, replies until delivered.
class Journal {
 public:
  virtual ~Journal() = default;

  /// Opens or creates the store. Fails when its path cannot be written.
  virtual awaitable<Result<void>> open() = 0;
  /// Commits writes until closed; runs for as long as the journal is used.
  virtual awaitable<void> run() = 0;
  /// Finishes what is queued and closes; `run` then returns.
  virtual awaitable<void> close() = 0;

  /// Returns after the event is durable: an ack may follow.
  virtual awaitable<Result<Custody>> take(InboundEvent event) = 0;
  /// The brain's answer, durable before the first attempt to send. No parts: nothing to say.
  virtual awaitable<Result<void>> owe(std::int64_t event_sequence,
                                      std::vector<Obligation> parts) = 0;
  virtual awaitable<Result<void>> attempted(Obligation obligation) = 0;
  virtual awaitable<Result<void>> delivered(Obligation obligation) = 0;
  virtual awaitable<Result<void>> gave_up(Obligation obligation, std::string reason) = 0;

  /// After a restart: events whose answer is not yet owed, in order of custody.
  virtual awaitable<Result<std::vector<InboundEvent>>> unanswered() = 0;
  /// After a restart: replies not yet delivered, in order of custody and part.
  virtual awaitable<Result<std::vector<Obligation>>> undelivered() = 0;
};

/// SQLite, WAL, `synchronous=FULL`: custody survives power loss. Writes that arrive together share
/// one transaction. A damaged file is moved aside and a fresh one begun.
std::unique_ptr<Journal> make_sqlite_journal(World& world, Config::Journal config,
                                             std::shared_ptr<spdlog::logger> log);

}  // namespace stormlark::gateway
