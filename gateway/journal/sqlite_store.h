#pragma once

#include "gateway/journal/journal.h"

#include <limits>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>

namespace stormlark::gateway {

/// The journal's tables and what is done to them, synchronously. Throws SQLite::Exception. Belongs
/// to one thread at a time.
class SqliteStore {
 public:
  static constexpr std::size_t no_limit = std::numeric_limits<std::int64_t>::max();

  /// Opens or creates the file and checks that its pages agree and that it can be used. Throws
  /// `system_error` with a JournalErrc. `vfs` is empty for SQLite's default.
  SqliteStore(const std::string& path, const std::string& vfs);

  Receipt take(const InboundEvent& event, std::int64_t now_ms);
  void owe(std::int64_t event_sequence, const std::vector<Obligation>& parts, std::int64_t now_ms);
  void attempted(const Obligation& obligation);
  void delivered(const Obligation& obligation, std::int64_t now_ms);
  void gave_up(const Obligation& obligation, const std::string& reason, std::int64_t now_ms);

  /// Writes, and changes nothing.
  void touch();

  /// Looks at each event later than `after` until it has `count_max` of them.
  std::vector<InboundEvent> unanswered(std::int64_t after = 0, std::size_t count_max = no_limit);
  std::vector<Obligation> undelivered();

  /// The latest time that the file names; nothing where it holds no event.
  std::optional<std::int64_t> newest_ms();

  /// Forgets events that were settled before that time, some thousands at most; false where more
  /// may be left.
  bool forget_settled_before(std::int64_t time_ms);

  /// Runs `work`, which calls the functions above, as one durable transaction.
  void transact(const std::function<void()>& work);

 private:
  void prepare();
  /// Does everything once, for nothing.
  void rehearse();
  void settle_reply(const Obligation& obligation, int state, const std::string& reason,
                    std::int64_t now_ms);
  SQLite::Statement& statement(const char* sql);

  SQLite::Database database_;
  std::map<std::string_view, std::unique_ptr<SQLite::Statement>> statements_;
};

/// What an exception of SQLite means to us.
JournalErrc meaning_of(const SQLite::Exception& failure);

}  // namespace stormlark::gateway
