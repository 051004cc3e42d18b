#pragma once

#include "gateway/journal/journal.h"

#include <map>
#include <utility>

#include <boost/asio/error.hpp>

namespace stormlark::gateway {

/// A journal in memory, for tests of what stands on one. Every write is durable at once.
class MemoryJournal : public Journal {
 public:
  /// Writes fail while set.
  bool broken = false;
  std::map<std::int64_t, InboundEvent> events;
  std::map<std::int64_t, std::vector<Obligation>> owed;  ///< by event; empty: nothing to say

  awaitable<Result<void>> open() override { co_return outcome(); }
  awaitable<void> run() override { co_return; }
  awaitable<void> close() override { co_return; }

  awaitable<Result<Receipt>> take(InboundEvent event) override {
    if (broken) co_return error_code(asio::error::no_memory);
    for (const auto& [sequence, known] : events) {
      if (known.key == event.key) co_return Receipt{Custody::duplicate, sequence};
    }
    co_return Receipt{Custody::taken, add(std::move(event))};
  }
  awaitable<Result<void>> owe(std::int64_t event, std::vector<Obligation> parts) override {
    if (!broken) owed.try_emplace(event, std::move(parts));
    co_return outcome();
  }
  awaitable<Result<void>> attempted(Obligation) override { co_return outcome(); }
  awaitable<Result<void>> delivered(Obligation) override { co_return outcome(); }
  awaitable<Result<void>> gave_up(Obligation, std::string) override { co_return outcome(); }

  bool works() const override { return !broken; }

  awaitable<Result<std::vector<InboundEvent>>> unanswered(std::int64_t after,
                                                          std::size_t count_max) override {
    std::vector<InboundEvent> rows;
    for (auto next = events.upper_bound(after); next != events.end(); ++next) {
      if (rows.size() < count_max && !owed.contains(next->first)) rows.push_back(next->second);
    }
    co_return rows;
  }
  awaitable<Result<std::vector<Obligation>>> undelivered() override {
    co_return std::vector<Obligation>();
  }

  /// Puts an event into custody; returns its sequence.
  std::int64_t add(InboundEvent event) {
    event.sequence = static_cast<std::int64_t>(events.size()) + 1;
    const std::int64_t sequence = event.sequence;
    events.emplace(sequence, std::move(event));
    return sequence;
  }

 private:
  Result<void> outcome() const {
    if (broken) return error_code(asio::error::no_memory);
    return {};
  }
};

}  // namespace stormlark::gateway
