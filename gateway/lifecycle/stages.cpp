#include "gateway/lifecycle/stages.h"

#include "gateway/lifecycle/logging.h"
#include "runtime/task_failures.h"

#include <array>

namespace stormlark::gateway {
namespace {

using namespace asio::experimental::awaitable_operators;

constexpr std::array all_stages = {Stage::link, Stage::desk, Stage::outbox, Stage::journal};

Dialer::Options road(const Config::PlatformApi& platform) {
  Dialer::Options options;
  const auto proxy = parse_url(platform.proxy);
  if (!proxy) return options;
  options.proxy = proxy->endpoint();
  if (!proxy->user_info.empty()) options.proxy_basic = proxy->user_info;
  return options;
}

Config limited(const Config& config, const Parts& parts) {
  Config own = config;
  own.link = parts.link_limits(config.link);
  return own;
}

std::string_view to_string(LinkState::Phase phase) {
  switch (phase) {
    case LinkState::Phase::connecting:
      return "connecting";
    case LinkState::Phase::connected:
      return "connected";
    case LinkState::Phase::waiting:
      return "waiting";
    case LinkState::Phase::ended:
      break;
  }
  return "ended";
}

}  // namespace

Stages::Stages(World& world, const Config& config, const Parts& parts, Journal& journal,
               TlsClient tls, Events events)
    : world_(world),
      journal_(journal),
      events_(std::move(events)),
      config_(limited(config, parts)),
      dialer_(world.network(), std::move(tls), road(config.platform)),
      api_(world, config_, dialer_, parts.token_rejected),
      probe_(world.clock(), api_),
      keys_(parts.reply_keys(world)),
      brain_(make_brain(world, config.brain, make_logger(world, config.log, "gateway.brain"))),
      outbox_(world, config_, api_, journal, *keys_,
              make_logger(world, config.log, "gateway.outbox")),
      desk_(
          world, {.app_id = config.app.id, .limits = config.desk}, journal, *brain_, *keys_,
          [this](Obligation owed) { outbox_.deliver(std::move(owed)); },
          make_logger(world, config.log, "gateway.desk")),
      intake_(
          world, config.app.id, journal, parts.assembly(), parts.counts_as_custody,
          [this](InboundEvent event) { desk_.submit(std::move(event)); },
          make_logger(world, config.log, "gateway.intake")),
      link_(
          world, config_, parts, dialer_,
          [this](protocol::Frame frame, Connection::SendAck send_ack) {
            intake_.receive(std::move(frame), std::move(send_ack));
          },
          make_logger(world, config.log, "gateway.link")),
      journal_tasks_(
          world.executor(),
          [this](const std::exception_ptr& e) { events_.failed("journal: " + message_of(e)); }),
      outbox_tasks_(
          world.executor(),
          [this](const std::exception_ptr& e) { events_.failed("probe: " + message_of(e)); }),
      desk_tasks_(
          world.executor(),
          [this](const std::exception_ptr& e) { events_.failed("brain: " + message_of(e)); }),
      link_tasks_(world.executor(), [this](const std::exception_ptr& e) {
        events_.failed("link: " + message_of(e));
      }) {}

awaitable<Result<void>> Stages::begin(const SignalFlag& over) {
  journal_tasks_.spawn(run_journal());
  const auto replies = co_await outbox_.restore();
  if (!replies || over.is_set()) co_return replies;
  desk_tasks_.spawn(brain_->run());
  const auto events = co_await desk_.restore();
  if (!events || over.is_set()) co_return events;
  outbox_tasks_.spawn(probe_.run());
  link_tasks_.spawn(run_link());
  co_return Result<void>();
}

awaitable<void> Stages::run_journal() {
  co_await journal_.run();
  if (!journal_ends_) events_.failed("journal: its writer ended");
}

awaitable<void> Stages::run_link() {
  const Link::End end = co_await link_.run();
  if (end == Link::End::refused) events_.refused();
}

awaitable<void> Stages::end(Stage stage, Clock::time_point deadline) {
  switch (stage) {
    case Stage::link:
      link_.stop();
      co_await link_tasks_.join();
      co_await intake_.stop();
      break;
    case Stage::desk:
      co_await desk_.drain(deadline - world_.clock().now());
      break;
    case Stage::outbox:
      tasks_of(stage).stop();  // who is about to end need not prove that sending works
      co_await (outbox_.drain() || sleep_until(world_.clock(), deadline));
      break;
    case Stage::journal:
      break;
  }
  co_await abort(stage);
}

awaitable<void> Stages::abort(Stage stage) {
  switch (stage) {
    case Stage::link:
      link_.stop();
      break;
    case Stage::desk:
      co_await desk_.drain(Clock::duration::zero());
      break;
    case Stage::outbox:
      co_await outbox_.stop();
      break;
    case Stage::journal:
      journal_ends_ = true;
      co_await journal_.close();
      break;
  }
  tasks_of(stage).stop();
  co_await tasks_of(stage).join();
  if (stage == Stage::link) co_await intake_.stop();
}

awaitable<void> Stages::join() {
  for (const Stage stage : all_stages) co_await tasks_of(stage).join();
}

awaitable<void> Stages::abort() {
  for (const Stage stage : all_stages) co_await abort(stage);
}

TaskGroup& Stages::tasks_of(Stage stage) {
  switch (stage) {
    case Stage::link:
      return link_tasks_;
    case Stage::desk:
      return desk_tasks_;
    case Stage::outbox:
      return outbox_tasks_;
    case Stage::journal:
      break;
  }
  return journal_tasks_;
}

void Stages::report(Vitals& vitals) const {
  const auto now = world_.clock().now();
  const LinkState& link = link_.state();
  const auto last_received = link_.last_received();
  vitals.link = to_string(link.phase);
  vitals.link_since = now - link.since;
  if (link.phase == LinkState::Phase::connected) vitals.connection = link.connection;
  vitals.link_error = link.last_error;
  if (last_received) vitals.silence = now - *last_received;
  vitals.silence_max = link_.silence_max();
  vitals.send_works = api_.send_path().works(SendProbe::proof_age_max);
  vitals.send_proof_age = api_.send_path().proof_age();
  vitals.send_error = api_.send_path().failure();
  vitals.send_waits = outbox_.told_to_wait();
  vitals.custody_works = journal_.works();
  vitals.brain_error = brain_->ailment();
  vitals.turns = desk_.turns();
  vitals.waiting = desk_.waiting();
  vitals.undelivered = outbox_.pending();
}

}  // namespace stormlark::gateway
