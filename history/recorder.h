#pragma once

#include "history/history.h"
#include "runtime/clock.h"

#include <functional>
#include <list>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

namespace stormlark::history {

/// Writes a history as it happens: in memory, to a file, and to whoever watches.
class Recorder {
 public:
  using Watcher = std::function<void(const Record&)>;

  /// `path` empty: in memory only. Throws `std::runtime_error` when the file cannot be made.
  Recorder(Clock& clock, asio::any_io_executor executor, const std::string& path = {});
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  ~Recorder();

  /// Appends a record, stamped now. Lines reach the file in the loop's next turn, all of one turn
  /// in one write; so a run that is killed leaves its history.
  void add(Event event);
  /// Why the file does not have it all, as on a full disk; empty where it has.
  std::string file_problem();

  const History& history() const { return history_; }
  /// Gives it away, once nobody records any more.
  History take_history() { return std::move(history_); }
  /// What a record would be stamped with now: microseconds since it began.
  std::int64_t now_us() const;

  /// Calls `watcher` for each new record until the handle is destroyed. A watcher may not add
  /// records or watch others; it may set flags and queue work.
  [[nodiscard]] std::shared_ptr<void> watch(Watcher watcher) const;

  /// Waits for a record from index `from` on that satisfies `wanted`; its index, or `timed_out`.
  awaitable<Result<std::size_t>> await(std::size_t from, std::function<bool(const Record&)> wanted,
                                       Clock::duration within);

 private:
  struct File;

  Clock& clock_;
  asio::any_io_executor executor_;
  Clock::time_point began_;
  History history_;
  std::shared_ptr<File> file_;  ///< null in memory only
  std::shared_ptr<std::list<Watcher>> watchers_;
};

}  // namespace stormlark::history
