#pragma once

#include "gateway/journal/journal.h"
#include "gateway/journal/sqlite_store.h"

#include <vector>

namespace stormlark::gateway {

/// The journal on SQLite. `run()` is its one writer: whatever was asked while a transaction was
/// being made durable goes into the next one, so that the cost of a sync is shared.
class SqliteJournal final : public Journal {
 public:
  SqliteJournal(World& world, Config::Journal config, std::shared_ptr<spdlog::logger> log);

  awaitable<Result<void>> open() override;
  awaitable<void> run() override;
  awaitable<void> close() override;

  awaitable<Result<Receipt>> take(InboundEvent event) override;
  awaitable<Result<void>> owe(std::int64_t event_sequence, std::vector<Obligation> parts) override;
  awaitable<Result<void>> attempted(Obligation obligation) override;
  awaitable<Result<void>> delivered(Obligation obligation) override;
  awaitable<Result<void>> gave_up(Obligation obligation, std::string reason) override;

  bool works() const override { return !failing_; }

  awaitable<Result<std::vector<InboundEvent>>> unanswered(std::int64_t after,
                                                          std::size_t count_max) override;
  awaitable<Result<std::vector<Obligation>>> undelivered() override;

 private:
  using Apply = std::function<void(SqliteStore&)>;
  template <class Row>
  using Query = std::function<std::vector<Row>(SqliteStore&)>;

  /// A change that somebody waits for. Shared: the one who waits may be cancelled.
  struct Write {
    Write(Apply change, asio::any_io_executor executor)
        : apply(std::move(change)), done(std::move(executor)) {}
    Apply apply;
    SignalFlag done;
    error_code failure;
  };
  using Batch = std::vector<std::shared_ptr<Write>>;

  awaitable<Result<void>> write(Apply apply);
  awaitable<Result<std::shared_ptr<Write>>> next_write();
  awaitable<Result<std::shared_ptr<Write>>> asked_write();
  awaitable<error_code> commit(const Batch& batch);
  awaitable<void> sweep();
  awaitable<error_code> open_store();
  Result<void> quarantine();
  void note_outcome(error_code failure);
  /// Goes on from the latest time in the file and counts only while a life runs: events are not
  /// forgotten before their time because somebody set the wall clock.
  std::int64_t now_ms() const;

  /// Reads away from the loop; SQLite's exceptions become errors.
  template <class Row>
  awaitable<Result<std::vector<Row>>> read(Query<Row> query);

  World& world_;
  Config::Journal config_;
  std::shared_ptr<spdlog::logger> log_;
  std::shared_ptr<SqliteStore> store_;  ///< shared with the work that is away from the loop
  Mailbox<std::shared_ptr<Write>> writes_;
  SignalFlag finished_;
  bool running_ = false;
  bool failing_ = false;
  Clock::time_point opened_{};
  std::int64_t opened_ms_ = 0;
  Clock::time_point next_sweep_{};
};

}  // namespace stormlark::gateway
