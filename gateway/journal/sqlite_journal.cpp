#include "gateway/journal/sqlite_journal.h"

#include "runtime/timeout.h"

#include <algorithm>
#include <iterator>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <fmt/format.h>

namespace stormlark::gateway {
namespace {

constexpr Clock::duration sweep_interval = 10min;
constexpr Clock::duration trial_interval = 1s;  // while writes fail

// Runs `work` and turns what SQLite throws into a value.
template <class Work>
error_code guarded(Work work) {
  try {
    work();
    return {};
  } catch (const SQLite::Exception& failure) {
    return meaning_of(failure);
  } catch (const boost::system::system_error& failure) {
    return failure.code();
  }
}

}  // namespace

SqliteJournal::SqliteJournal(World& world, Config::Journal config,
                             std::shared_ptr<spdlog::logger> log)
    : world_(world),
      config_(std::move(config)),
      log_(std::move(log)),
      writes_(world.executor()),
      finished_(world.executor()) {}

awaitable<Result<void>> SqliteJournal::open() {
  error_code failure = co_await open_store();
  if (failure == JournalErrc::damaged) {
    const Result<void> moved = quarantine();
    if (!moved) co_return moved.error();
    failure = co_await open_store();
  }
  if (failure) co_return failure;
  next_sweep_ = world_.clock().now();
  co_return Result<void>();
}

awaitable<error_code> SqliteJournal::open_store() {
  struct Opened {
    std::shared_ptr<SqliteStore> store;
    std::optional<std::int64_t> newest_ms;
    error_code failure;
  };
  auto work = [path = config_.path, vfs = world_.disk().sqlite_vfs()] {
    Opened opened;
    opened.failure = guarded([&] {
      opened.store = std::make_shared<SqliteStore>(path, vfs);
      opened.newest_ms = opened.store->newest_ms();
    });
    return opened;
  };
  Opened opened = co_await off_loop(world_, std::move(work));
  store_ = std::move(opened.store);
  opened_ = world_.clock().now();
  opened_ms_ = opened.newest_ms.value_or(world_.clock().wall_ms());
  co_return opened.failure;
}

Result<void> SqliteJournal::quarantine() {
  const auto suffix = fmt::format(".damaged-{}", world_.clock().wall_ms());
  const Result<void> moved = world_.disk().rename(config_.path, config_.path + suffix);
  if (!moved) {
    log_->error("journal path={} is damaged and cannot be moved aside: {}", config_.path,
                moved.error().message());
    return moved;
  }
  // The write-ahead log belongs to the file; there may be none.
  (void)world_.disk().rename(config_.path + "-wal", config_.path + suffix + "-wal");
  log_->error("journal path={} is damaged, kept as {}{}; a fresh one is begun", config_.path,
              config_.path, suffix);
  return moved;
}

awaitable<void> SqliteJournal::run() {
  // However this ends, nobody is left waiting for a commit that will not come.
  struct Ending {
    SqliteJournal& journal;
    ~Ending() {
      journal.running_ = false;
      journal.writes_.close();
      for (const auto& write : journal.writes_.drain()) {
        write->failure = JournalErrc::closed;
        write->done.set();
      }
      journal.finished_.set();
    }
  } ending{*this};

  running_ = true;
  for (;;) {
    const Result<std::shared_ptr<Write>> first = co_await next_write();
    if (!first) break;
    Batch batch = {*first};
    std::ranges::move(writes_.drain(), std::back_inserter(batch));
    const error_code failure = co_await commit(batch);
    note_outcome(failure);
    for (const auto& write : batch) {
      write->failure = failure;
      write->done.set();
    }
    if (world_.clock().now() >= next_sweep_) co_await sweep();
  }
}

/// The next that is asked for. While writes fail, also one that changes nothing: perhaps nobody has
/// anything to write by which it would show that they succeed again.
awaitable<Result<std::shared_ptr<SqliteJournal::Write>>> SqliteJournal::next_write() {
  if (!failing_) {
    auto write = co_await asked_write();
    co_return write;
  }
  auto write = co_await with_timeout(world_.clock(), trial_interval, asked_write());
  if (write || write.error() != asio::error::timed_out) co_return write;
  co_return std::make_shared<Write>([](SqliteStore& store) { store.touch(); }, world_.executor());
}

awaitable<Result<std::shared_ptr<SqliteJournal::Write>>> SqliteJournal::asked_write() {
  const std::optional<std::shared_ptr<Write>> write = co_await writes_.pop();
  if (!write) co_return make_error_code(JournalErrc::closed);
  co_return *write;
}

awaitable<error_code> SqliteJournal::commit(const Batch& batch) {
  auto work = [store = store_, batch] {
    return guarded([&] {
      store->transact([&] {
        for (const auto& write : batch) write->apply(*store);
      });
    });
  };
  return off_loop(world_, std::move(work));
}

awaitable<void> SqliteJournal::sweep() {
  struct Swept {
    bool all = true;
    error_code failure;
  };
  const auto retention = std::chrono::duration_cast<std::chrono::milliseconds>(config_.retention);
  auto work = [store = store_, before = now_ms() - retention.count()] {
    Swept swept;
    swept.failure = guarded(
        [&] { store->transact([&] { swept.all = store->forget_settled_before(before); }); });
    return swept;
  };
  const Swept swept = co_await off_loop(world_, std::move(work));
  // What is left is for the next write, so that custody comes in between.
  if (swept.all) next_sweep_ = world_.clock().now() + sweep_interval;
  if (swept.failure) note_outcome(swept.failure);  // a success proves nothing: all may be kept
}

awaitable<void> SqliteJournal::close() {
  writes_.close();
  while (running_) {
    const error_code cancelled = co_await finished_.wait();
    if (cancelled) co_return;  // the store is the writer's until that has ended
  }
  // Closing checkpoints, which is slow work too.
  auto work = [store = std::exchange(store_, nullptr)]() mutable {
    store.reset();
    return true;
  };
  co_await off_loop(world_, std::move(work));
}

awaitable<Result<void>> SqliteJournal::write(Apply apply) {
  if (!store_ || writes_.closed()) co_return make_error_code(JournalErrc::closed);
  auto write = std::make_shared<Write>(std::move(apply), world_.executor());
  writes_.push(write);
  const error_code cancelled = co_await write->done.wait();
  if (cancelled) co_return cancelled;
  if (write->failure) co_return write->failure;
  co_return Result<void>();
}

void SqliteJournal::note_outcome(error_code failure) {
  if (failure && !failing_) {
    log_->error("journal path={} cannot be written: {}; no event is acknowledged until it can",
                config_.path, failure.message());
  } else if (!failure && failing_) {
    log_->info("journal path={} can be written again", config_.path);
  }
  failing_ = static_cast<bool>(failure);
}

awaitable<Result<Receipt>> SqliteJournal::take(InboundEvent event) {
  auto receipt = std::make_shared<Receipt>();
  auto apply = [receipt, event = std::move(event), now = now_ms()](SqliteStore& store) {
    *receipt = store.take(event, now);
  };
  const Result<void> written = co_await write(std::move(apply));
  if (!written) co_return written.error();
  co_return *receipt;
}

awaitable<Result<void>> SqliteJournal::owe(std::int64_t event_sequence,
                                           std::vector<Obligation> parts) {
  return write([event_sequence, parts = std::move(parts), now = now_ms()](SqliteStore& store) {
    store.owe(event_sequence, parts, now);
  });
}

awaitable<Result<void>> SqliteJournal::attempted(Obligation obligation) {
  return write(
      [obligation = std::move(obligation)](SqliteStore& store) { store.attempted(obligation); });
}

awaitable<Result<void>> SqliteJournal::delivered(Obligation obligation) {
  return write([obligation = std::move(obligation), now = now_ms()](SqliteStore& store) {
    store.delivered(obligation, now);
  });
}

awaitable<Result<void>> SqliteJournal::gave_up(Obligation obligation, std::string reason) {
  return write([obligation = std::move(obligation), reason = std::move(reason),
                now = now_ms()](SqliteStore& store) { store.gave_up(obligation, reason, now); });
}

template <class Row>
awaitable<Result<std::vector<Row>>> SqliteJournal::read(Query<Row> query) {
  if (!store_) co_return make_error_code(JournalErrc::closed);
  auto work = [store = store_, query = std::move(query)]() -> Result<std::vector<Row>> {
    std::vector<Row> rows;
    const error_code failure = guarded([&] { rows = query(*store); });
    if (failure) return failure;
    return rows;
  };
  auto rows = co_await off_loop(world_, std::move(work));
  co_return rows;
}

awaitable<Result<std::vector<InboundEvent>>> SqliteJournal::unanswered(std::int64_t after,
                                                                       std::size_t count_max) {
  return read<InboundEvent>([=](SqliteStore& store) { return store.unanswered(after, count_max); });
}

awaitable<Result<std::vector<Obligation>>> SqliteJournal::undelivered() {
  return read<Obligation>([](SqliteStore& store) { return store.undelivered(); });
}

std::int64_t SqliteJournal::now_ms() const {
  const auto passed = world_.clock().now() - opened_;
  return opened_ms_ + std::chrono::duration_cast<std::chrono::milliseconds>(passed).count();
}

std::unique_ptr<Journal> make_sqlite_journal(World& world, Config::Journal config,
                                             std::shared_ptr<spdlog::logger> log) {
  return std::make_unique<SqliteJournal>(world, std::move(config), std::move(log));
}

}  // namespace stormlark::gateway
