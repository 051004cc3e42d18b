#pragma once

#include "gateway/config.h"
#include "runtime/mailbox.h"
#include "runtime/world.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <spdlog/logger.h>

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

/// A reply that is owed. One row per logical reply part, with one `uuid` for all attempts and
/// lives.
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

/// What taking an event came to. A duplicate has the sequence of the first copy.
struct Receipt {
  Custody custody = Custody::taken;
  std::int64_t sequence = 0;
};

/// Why the journal refused; each sentence names the cure.
enum class JournalErrc {
  unwritable = 1,  ///< the file cannot be created, read or written
  in_use,          ///< another process has it open
  damaged,         ///< not a database, or its pages contradict each other
  newer,           ///< written by a later version of this program
  full,            ///< no space left
  closed,
};
error_code make_error_code(JournalErrc errc);

/// What outlives the process: inbound events until settled, replies until delivered.
class Journal {
 public:
  virtual ~Journal() = default;

  /// Opens or creates the store.
  virtual awaitable<Result<void>> open() = 0;
  /// Commits writes until closed; runs for as long as the journal is used.
  virtual awaitable<void> run() = 0;
  /// Finishes what is queued and closes; `run` then returns. Cut short, it is to be called again.
  virtual awaitable<void> close() = 0;

  /// Returns after the event is durable: an ack may follow.
  virtual awaitable<Result<Receipt>> take(InboundEvent event) = 0;
  /// The brain's answer, durable before the first attempt to send. No parts: nothing to say. The
  /// first answer to an event stands; a later one is ignored.
  virtual awaitable<Result<void>> owe(std::int64_t event_sequence,
                                      std::vector<Obligation> parts) = 0;
  /// Durable before the attempt is made, so that a later life knows that it may have succeeded.
  virtual awaitable<Result<void>> attempted(Obligation obligation) = 0;
  virtual awaitable<Result<void>> delivered(Obligation obligation) = 0;
  virtual awaitable<Result<void>> gave_up(Obligation obligation, std::string reason) = 0;

  /// Whether writes succeed: as the last one did. While they fail, one is tried now and then.
  virtual bool works() const = 0;

  /// The first `count_max` events later than `after` whose answer is not yet owed, in order of
  /// custody.
  virtual awaitable<Result<std::vector<InboundEvent>>> unanswered(std::int64_t after,
                                                                  std::size_t count_max) = 0;
  /// After a restart: replies not yet delivered, in order of custody and part.
  virtual awaitable<Result<std::vector<Obligation>>> undelivered() = 0;
};

/// SQLite, WAL, `synchronous=FULL`: custody survives power loss. Writes that arrive together share
/// one transaction. A damaged file is moved aside and a fresh one begun.
std::unique_ptr<Journal> make_sqlite_journal(World& world, Config::Journal config,
                                             std::shared_ptr<spdlog::logger> log);

}  // namespace stormlark::gateway

template <>
struct boost::system::is_error_code_enum<stormlark::gateway::JournalErrc> : std::true_type {};
