#include "gateway/parts.h"

#include "gateway/api/call.h"
#include "gateway/exit_status.h"
#include "gateway/link/backoff.h"
#include "gateway/link/client_settings.h"
#include "gateway/link/liveness.h"
#include "gateway/outbox/reply_keys.h"
#include "gateway/ownership/lock_file.h"
#include "protocol/fragments.h"

namespace stormlark::gateway {

Parts production_parts() {
  return {
      .journal =
          [](World& world, const Config& config, std::shared_ptr<spdlog::logger> log) {
            return make_sqlite_journal(world, config.journal, std::move(log));
          },
      .link_limits = [](const Config::Link& configured) { return configured; },
      .liveness =
          [](World&, const Config& config) {
            return std::make_unique<PongDeadline>(config.link.pong_deadline);
          },
      .reconnect = [](const Config& config,
                      Prng random) { return std::make_unique<Backoff>(config.link, random); },
      .reply_keys = [](World&) { return std::make_unique<StableReplyKeys>(); },
      .ownership = [](World& world,
                      const Config& config) { return make_lock_file_ownership(world, config); },
      .assembly =
          [] {
            return [assembler = protocol::FragmentAssembler({})](protocol::Frame part,
                                                                 Clock::time_point now) mutable {
              return assembler.add(std::move(part), now);
            };
          },
      .counts_as_custody = [](bool committed) { return committed; },
      .token_rejected = token_rejected,
      .pong_config = read_pong_config,
      .answers_server_ping = [] { return true; },
      .counts_as_connected = [](bool upgraded) { return upgraded; },
      .stop_cancels_redial = [] { return true; },
      .drain_order = {Stage::link, Stage::desk, Stage::outbox, Stage::journal},
      .watchdog =
          [](World& world, const Config::Drain& drain) {
            return world.arm_watchdog(drain.deadline + drain.grace,
                                      static_cast<int>(ExitStatus::unexpected));
          },
  };
}

}  // namespace stormlark::gateway
