#include "gateway/gateway.h"

#include "gateway/health/health_server.h"
#include "gateway/lifecycle/logging.h"
#include "gateway/lifecycle/phase.h"
#include "gateway/lifecycle/stages.h"
#include "runtime/task_failures.h"
#include "runtime/task_group.h"

#include <boost/system/errc.hpp>

namespace stormlark::gateway {

using namespace asio::experimental::awaitable_operators;

namespace {

const char* cure_of(const error_code& cannot_listen) {
  namespace errc = boost::system::errc;
  if (cannot_listen == errc::address_in_use) return "; choose a port that is free on this host";
  if (cannot_listen == errc::permission_denied) return "; choose a port above 1023";
  if (cannot_listen == errc::address_not_available) return "; choose an address of this host";
  return "";
}

}  // namespace

// Built by `start` from top to bottom, taken apart by `close` from bottom to top.
struct Gateway::Impl {
  Impl(World& world, Config config, Parts parts);
  awaitable<ExitStatus> run();

 private:
  awaitable<void> start();
  awaitable<void> claim_ownership();
  void listen_for_health();
  awaitable<void> open_journal();
  awaitable<void> begin_stages();
  awaitable<void> watch_stop_requests();
  awaitable<void> drain();
  awaitable<void> drain_in_order();
  awaitable<void> close();

  void conclude(ExitStatus status, const std::string& cause);
  void enter(Phase phase);
  Vitals vitals() const;

  World& world_;
  Config config_;
  Parts parts_;
  std::shared_ptr<spdlog::logger> log_;
  Clock::time_point began_at_;
  Phase phase_ = Phase::starting;
  ExitStatus status_ = ExitStatus::unexpected;
  SignalFlag concluded_;  ///< why it ends is known
  SignalFlag hurry_;      ///< told to stop a second time
  std::unique_ptr<Watchdog> watchdog_;
  std::unique_ptr<Ownership> ownership_;
  std::unique_ptr<HealthServer> health_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Stages> stages_;
  TaskGroup tasks_;
};

Gateway::Gateway(World& world, Config config, Parts parts)
    : impl_(std::make_unique<Impl>(world, std::move(config), std::move(parts))) {}
Gateway::~Gateway() = default;

awaitable<ExitStatus> Gateway::run() {
  return impl_->run();
}

Gateway::Impl::Impl(World& world, Config config, Parts parts)
    : world_(world),
      config_(std::move(config)),
      parts_(std::move(parts)),
      log_(make_logger(world, config_.log, "gateway")),
      began_at_(world.clock().now()),
      concluded_(world.executor()),
      hurry_(world.executor()),
      tasks_(world.executor(), log_task_failures(log_)) {}

awaitable<ExitStatus> Gateway::Impl::run() {
  log_->info("gateway starting app={} pid={}", config_.app.id, world_.process_id());
  tasks_.spawn(watch_stop_requests());
  try {
    co_await start();
  } catch (const std::exception& error) {
    conclude(ExitStatus::unexpected, error.what());
  }
  co_await concluded_.wait();
  if (stages_) co_await drain();
  co_await close();
  co_return status_;
}

/// Goes no further once it is known why the gateway ends: by what a step found, or by a request.
awaitable<void> Gateway::Impl::start() {
  co_await claim_ownership();
  if (!concluded_.is_set()) listen_for_health();
  if (!concluded_.is_set()) co_await open_journal();
  if (!concluded_.is_set()) co_await begin_stages();
}

awaitable<void> Gateway::Impl::claim_ownership() {
  ownership_ = parts_.ownership(world_, config_);
  const auto refusal = co_await ownership_->claim();
  if (refusal) conclude(ExitStatus::bad_configuration, *refusal);
}

void Gateway::Impl::listen_for_health() {
  if (!config_.health.listen) return;
  health_ = std::make_unique<HealthServer>(
      world_, [this] { return vitals(); }, make_logger(world_, config_.log, "gateway.health"));
  const auto endpoint = health_->listen(*config_.health.listen);
  if (endpoint) {
    log_->info("health endpoint listens at={}", endpoint->to_string());
    return;
  }
  conclude(ExitStatus::bad_configuration, "health.listen: " + config_.health.listen->to_string() +
                                              ": " + endpoint.error().message() +
                                              cure_of(endpoint.error()));
}

awaitable<void> Gateway::Impl::open_journal() {
  auto journal =
      parts_.journal(world_, config_, make_logger(world_, config_.log, "gateway.journal"));
  const auto opened = co_await journal->open();
  if (opened) {
    journal_ = std::move(journal);
    co_return;
  }
  // A full disk may have room when the service manager tries again, and who reads the file may be
  // done with it; nothing else heals itself.
  const bool heals = opened.error() == JournalErrc::full || opened.error() == JournalErrc::in_use;
  conclude(heals ? ExitStatus::restart_me : ExitStatus::bad_configuration,
           "journal.path: " + config_.journal.path + ": " + opened.error().message());
}

awaitable<void> Gateway::Impl::begin_stages() {
  auto tls = world_.tls().make_client(config_.platform.ca_pem);
  if (!tls) {
    conclude(ExitStatus::bad_configuration,
             "platform.ca_file: no certificate to trust: " + tls.error().message());
    co_return;
  }
  const Stages::Events events{
      .refused =
          [this] {
            conclude(ExitStatus::bad_configuration, "the platform refuses this app's credentials");
          },
      .failed = [this](const std::string& what) { conclude(ExitStatus::restart_me, what); }};
  stages_ = std::make_unique<Stages>(world_, config_, parts_, *journal_, std::move(*tls), events);
  const auto begun = co_await stages_->begin(concluded_);
  if (!begun) {
    conclude(ExitStatus::restart_me, "journal cannot be read: " + begun.error().message());
  } else if (!concluded_.is_set()) {
    enter(Phase::running);
  }
}

awaitable<void> Gateway::Impl::watch_stop_requests() {
  for (;;) {
    const StopRequest request = co_await world_.stop_requested();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
    if (request == StopRequest::reload) {
      log_->info("configuration is read at the start only: restart the gateway to change it");
    } else if (concluded_.is_set()) {
      log_->warn("told to stop again: ending now, work in progress stays in the journal");
      hurry_.set();
    } else {
      conclude(ExitStatus::planned, "told to stop");
    }
  }
}

awaitable<void> Gateway::Impl::drain() {
  enter(Phase::draining);
  const auto first = co_await (drain_in_order() || hurry_.wait());
  if (first.index() == 1) co_await stages_->abort();
}

/// From the drain's deadline on nothing leaves this process: an answer that was not sent by then is
/// owed by the journal, and the next life sends it under the same uuid. The grace is for what
/// nobody outside can see: closing the journal, giving up ownership.
awaitable<void> Gateway::Impl::drain_in_order() {
  const auto deadline = world_.clock().now() + config_.drain.deadline;
  for (const Stage stage : parts_.drain_order) co_await stages_->end(stage, deadline);
  co_await stages_->join();
}

awaitable<void> Gateway::Impl::close() {
  if (health_) co_await health_->stop();
  tasks_.stop();
  co_await tasks_.join();
  enter(Phase::closed);
  stages_.reset();
  journal_.reset();
  health_.reset();
  ownership_.reset();
  watchdog_.reset();
}

/// The first cause stands. From here on the watchdog waits: what hangs may be the start.
void Gateway::Impl::conclude(ExitStatus status, const std::string& cause) {
  if (concluded_.is_set()) return;
  status_ = status;
  watchdog_ = parts_.watchdog(world_, config_.drain);
  if (status == ExitStatus::planned) {
    log_->info("gateway ends cause=\"{}\"", cause);
  } else {
    log_->error("gateway ends status={} cause=\"{}\"", static_cast<int>(status), cause);
  }
  concluded_.set();
}

void Gateway::Impl::enter(Phase phase) {
  phase_ = phase;
  log_->info("gateway {}", to_string(phase));
}

Vitals Gateway::Impl::vitals() const {
  Vitals vitals;
  vitals.phase = phase_;
  vitals.uptime = world_.clock().now() - began_at_;
  if (stages_) stages_->report(vitals);
  return vitals;
}

}  // namespace stormlark::gateway
