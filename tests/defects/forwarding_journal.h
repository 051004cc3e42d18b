#pragma once

#include "gateway/parts.h"

#include <utility>

namespace stormlark::gateway::defects {

/// A journal in front of the real one, for defects that bend one of its promises.
class ForwardingJournal : public Journal {
 public:
  explicit ForwardingJournal(std::unique_ptr<Journal> inner) : inner_(std::move(inner)) {}

  awaitable<Result<void>> open() override { return inner_->open(); }
  awaitable<void> run() override { return inner_->run(); }
  awaitable<void> close() override { return inner_->close(); }
  awaitable<Result<Receipt>> take(InboundEvent event) override {
    return inner_->take(std::move(event));
  }
  awaitable<Result<void>> owe(std::int64_t event_sequence, std::vector<Obligation> parts) override {
    return inner_->owe(event_sequence, std::move(parts));
  }
  awaitable<Result<void>> attempted(Obligation obligation) override {
    return inner_->attempted(std::move(obligation));
  }
  awaitable<Result<void>> delivered(Obligation obligation) override {
    return inner_->delivered(std::move(obligation));
  }
  awaitable<Result<void>> gave_up(Obligation obligation, std::string reason) override {
    return inner_->gave_up(std::move(obligation), std::move(reason));
  }
  bool works() const override { return inner_->works(); }
  awaitable<Result<std::vector<InboundEvent>>> unanswered(std::int64_t after,
                                                          std::size_t count_max) override {
    return inner_->unanswered(after, count_max);
  }
  awaitable<Result<std::vector<Obligation>>> undelivered() override {
    return inner_->undelivered();
  }

 protected:
  Journal& inner() { return *inner_; }

 private:
  std::unique_ptr<Journal> inner_;
};

/// Puts a `Front(inner, world, config)` before whatever journal the parts have.
template <class Front>
void put_before_journal(Parts& parts) {
  parts.journal = [make_inner = std::move(parts.journal)](World& world, const Config& config,
                                                          std::shared_ptr<spdlog::logger> log) {
    return std::make_unique<Front>(make_inner(world, config, std::move(log)), world, config);
  };
}

}  // namespace stormlark::gateway::defects
