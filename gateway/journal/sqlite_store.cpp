#include "gateway/journal/sqlite_store.h"

#include <algorithm>
#include <array>

#include <boost/system/system_error.hpp>

#include <sqlite3.h>

namespace stormlark::gateway {
namespace {

constexpr int schema_version = 1;

// States of an event: 0 unanswered, 1 answer owed, 2 settled. A settled event keeps its key, by
// which redeliveries are known, and loses its payload. States of a reply: 0 owed, 1 delivered,
// 2 given up. AUTOINCREMENT: a sequence number is never given twice, though its event is forgotten.
// What is unanswered or owed has no index, which each message would write twice. It is asked for at
// the start, when all pages are read anyway. What came while the desk was full is asked for later
// too, from the last event on that the desk has: all that is later is unanswered.
constexpr const char* schema = R"(
CREATE TABLE event(
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  event_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  payload TEXT NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  taken_ms INTEGER NOT NULL,
  settled_ms INTEGER);
CREATE INDEX event_settled ON event(settled_ms) WHERE state = 2;
CREATE TABLE reply(
  event_sequence INTEGER NOT NULL,
  part INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  uuid TEXT NOT NULL,
  text TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  first_attempt_ms INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  PRIMARY KEY(event_sequence, part)) WITHOUT ROWID;
PRAGMA user_version = 1;
)";

constexpr int reply_delivered = 1;
constexpr int reply_given_up = 2;

[[noreturn]] void refuse(JournalErrc errc) {
  throw boost::system::system_error(make_error_code(errc));
}

/// The header's bytes 18 and 19 say which version of the format may write and read the file. A
/// later one than the WAL's makes SQLite take the file for read-only; none of ours has it, so it is
/// damage.
bool has_known_format(SQLite::Database& database) {
  constexpr unsigned char wal_version = 2;
  sqlite3_file* file = nullptr;
  sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (!file || !file->pMethods) return true;  // it lives in memory alone
  std::array<unsigned char, 2> versions{};
  const int read = file->pMethods->xRead(file, versions.data(), versions.size(), 18);
  const bool is_new = read == SQLITE_IOERR_SHORT_READ;
  return read != SQLITE_OK ? is_new : std::ranges::max(versions) <= wal_version;
}

/// The rest of an extended code is detail.
int primary_code(const SQLite::Exception& failure) {
  return failure.getErrorCode() & 0xff;
}

// Must be said before SQLite is used at all. Nobody asks how much memory it has, and to keep count
// of it takes a mutex for each allocation.
const int memory_is_not_counted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

SQLite::Database open(const std::string& path, const std::string& vfs) try {
  return SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 0, vfs);
} catch (const SQLite::Exception& failure) {
  refuse(meaning_of(failure));
}

}  // namespace

JournalErrc meaning_of(const SQLite::Exception& failure) {
  switch (primary_code(failure)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return JournalErrc::in_use;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return JournalErrc::damaged;
    case SQLITE_FULL:
      return JournalErrc::full;
    default:
      return JournalErrc::unwritable;
  }
}

SqliteStore::SqliteStore(const std::string& path, const std::string& vfs)
    : database_(open(path, vfs)) {
  try {
    prepare();
    rehearse();
  } catch (const SQLite::Exception& failure) {
    // A header of no known format, or a statement that the schema does not know: no journal.
    const bool is_no_journal = primary_code(failure) == SQLITE_ERROR;
    refuse(is_no_journal ? JournalErrc::damaged : meaning_of(failure));
  }
}

void SqliteStore::prepare() {
  // One process owns the file: a second gateway on it would answer everything twice. Held locks
  // also spare the shared-memory file.
  if (!has_known_format(database_)) refuse(JournalErrc::damaged);
  database_.exec("PRAGMA locking_mode = EXCLUSIVE");
  database_.exec("PRAGMA journal_mode = WAL");
  database_.exec("PRAGMA synchronous = FULL");
  if (database_.execAndGet("PRAGMA quick_check(1)").getString() != "ok") {
    refuse(JournalErrc::damaged);
  }
  SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
  const int version = database_.execAndGet("PRAGMA user_version").getInt();
  if (version > schema_version) refuse(JournalErrc::newer);
  if (version == 0) database_.exec(schema);
  transaction.commit();
}

// SQLite's own check reads pages, and neither the schema's text nor the counter of sequences:
// damage there shows only when the statements run. Found now, the file is put aside; found later,
// the gateway would be connected and take nothing.
void SqliteStore::rehearse() {
  const SQLite::Transaction never_committed(database_, SQLite::TransactionBehavior::IMMEDIATE);
  InboundEvent event;
  event.key = "rehearsal";
  Obligation reply;
  reply.event_sequence = take(event, 0).sequence;
  owe(reply.event_sequence, {reply}, 0);
  attempted(reply);
  delivered(reply, 0);
  unanswered(0, 1);
  undelivered();
}

Receipt SqliteStore::take(const InboundEvent& event, std::int64_t now_ms) {
  auto& insert = statement(
      "INSERT INTO event(key, event_id, message_id, chat_id, payload, taken_ms) "
      "VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(key) DO NOTHING");
  SQLite::bind(insert, event.key, event.event_id, event.message_id, event.chat_id, event.payload,
               now_ms);
  if (insert.exec() == 1) return {Custody::taken, database_.getLastInsertRowid()};

  auto& first_copy = statement("SELECT sequence FROM event WHERE key = ?");
  first_copy.bind(1, event.key);
  first_copy.executeStep();
  const Receipt receipt{Custody::duplicate, first_copy.getColumn(0).getInt64()};
  first_copy.reset();  // a read left open would keep the log from being checkpointed
  return receipt;
}

void SqliteStore::owe(std::int64_t event_sequence, const std::vector<Obligation>& parts,
                      std::int64_t now_ms) {
  auto& answered = statement(
      "UPDATE event SET state = iif(?1, 1, 2), payload = '', settled_ms = iif(?1, NULL, ?2) "
      "WHERE sequence = ?3 AND state = 0");
  SQLite::bind(answered, parts.empty() ? 0 : 1, now_ms, event_sequence);
  if (answered.exec() == 0) return;

  auto& insert = statement(
      "INSERT INTO reply(event_sequence, part, message_id, chat_id, uuid, text) "
      "VALUES(?, ?, ?, ?, ?, ?)");
  for (const Obligation& part : parts) {
    insert.reset();
    SQLite::bind(insert, event_sequence, part.part, part.message_id, part.chat_id, part.uuid,
                 part.text);
    insert.exec();
  }
}

void SqliteStore::attempted(const Obligation& obligation) {
  auto& update = statement(
      "UPDATE reply SET attempts = ?, first_attempt_ms = ? WHERE event_sequence = ? AND part = ?");
  SQLite::bind(update, obligation.attempts, obligation.first_attempt_ms, obligation.event_sequence,
               obligation.part);
  update.exec();
}

void SqliteStore::delivered(const Obligation& obligation, std::int64_t now_ms) {
  settle_reply(obligation, reply_delivered, {}, now_ms);
}

void SqliteStore::gave_up(const Obligation& obligation, const std::string& reason,
                          std::int64_t now_ms) {
  settle_reply(obligation, reply_given_up, reason, now_ms);
}

void SqliteStore::settle_reply(const Obligation& obligation, int state, const std::string& reason,
                               std::int64_t now_ms) {
  auto& reply =
      statement("UPDATE reply SET state = ?, reason = ? WHERE event_sequence = ? AND part = ?");
  SQLite::bind(reply, state, reason, obligation.event_sequence, obligation.part);
  reply.exec();

  auto& event = statement(
      "UPDATE event SET state = 2, settled_ms = ?1 WHERE sequence = ?2 AND state = 1 AND NOT "
      "EXISTS(SELECT 1 FROM reply WHERE event_sequence = ?2 AND state = 0)");
  SQLite::bind(event, now_ms, obligation.event_sequence);
  event.exec();
}

void SqliteStore::touch() {
  statement("PRAGMA user_version = 1").exec();  // which it is; the header is written all the same
}

std::vector<InboundEvent> SqliteStore::unanswered(std::int64_t after, std::size_t count_max) {
  auto& query = statement(
      "SELECT sequence, key, event_id, message_id, chat_id, payload FROM event "
      "WHERE sequence > ? AND state = 0 ORDER BY sequence LIMIT ?");
  SQLite::bind(query, after, static_cast<std::int64_t>(count_max));
  std::vector<InboundEvent> events;
  while (query.executeStep()) {
    events.push_back({.sequence = query.getColumn(0).getInt64(),
                      .key = query.getColumn(1).getString(),
                      .event_id = query.getColumn(2).getString(),
                      .message_id = query.getColumn(3).getString(),
                      .chat_id = query.getColumn(4).getString(),
                      .payload = query.getColumn(5).getString()});
  }
  return events;
}

std::vector<Obligation> SqliteStore::undelivered() {
  auto& query = statement(
      "SELECT event_sequence, part, message_id, chat_id, uuid, text, attempts, first_attempt_ms "
      "FROM reply WHERE state = 0 ORDER BY event_sequence, part");
  std::vector<Obligation> replies;
  while (query.executeStep()) {
    replies.push_back({.event_sequence = query.getColumn(0).getInt64(),
                       .part = query.getColumn(1).getInt(),
                       .message_id = query.getColumn(2).getString(),
                       .chat_id = query.getColumn(3).getString(),
                       .uuid = query.getColumn(4).getString(),
                       .text = query.getColumn(5).getString(),
                       .attempts = query.getColumn(6).getInt(),
                       .first_attempt_ms = query.getColumn(7).getInt64()});
  }
  return replies;
}

std::optional<std::int64_t> SqliteStore::newest_ms() {
  auto& query = statement("SELECT max(max(taken_ms), coalesce(max(settled_ms), 0)) FROM event");
  query.executeStep();
  const SQLite::Column newest = query.getColumn(0);
  std::optional<std::int64_t> time_ms;
  if (!newest.isNull()) time_ms = newest.getInt64();
  query.reset();  // a read left open would keep the log from being checkpointed
  return time_ms;
}

bool SqliteStore::forget_settled_before(std::int64_t time_ms) {
  constexpr int events_max = 5000;  // so that a sweep does not hold up custody
  constexpr const char* forgettable =
      "(SELECT sequence FROM event WHERE state = 2 AND settled_ms < ? ORDER BY settled_ms "
      "LIMIT ?)";
  static const std::string replies =
      std::string("DELETE FROM reply WHERE event_sequence IN ") + forgettable;
  static const std::string events =
      std::string("DELETE FROM event WHERE sequence IN ") + forgettable;
  int forgotten = 0;
  for (const std::string* sql : {&replies, &events}) {
    auto& sweep = statement(sql->c_str());
    SQLite::bind(sweep, time_ms, events_max);
    forgotten = sweep.exec();
  }
  return forgotten < events_max;
}

// With statements that are prepared once: SQLite::Transaction has its own read anew each time.
void SqliteStore::transact(const std::function<void()>& work) {
  statement("BEGIN IMMEDIATE").exec();
  try {
    work();
    statement("COMMIT").exec();
  } catch (...) {
    statement("ROLLBACK").tryExecuteStep();  // which SQLite has done itself where a disk failed
    throw;
  }
}

SQLite::Statement& SqliteStore::statement(const char* sql) {
  auto& prepared = statements_[sql];
  if (!prepared) prepared = std::make_unique<SQLite::Statement>(database_, sql);
  prepared->tryReset();  // its error, if any, was thrown when it happened
  return *prepared;
}

}  // namespace stormlark::gateway
