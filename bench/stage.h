#pragma once

#include "bench/floor_client.h"
#include "bench/loop_thread.h"
#include "bench/plain_file.h"
#include "bench/rounds.h"
#include "fault_proxy/fault_proxy.h"
#include "gateway/gateway.h"
#include "mock_server/platform.h"
#include "runtime/task_group.h"

#include <future>
#include <string>

namespace stormlark::bench {

/// A platform with our gateway and a floor client, each an app of its own behind a proxy of its
/// own. Platform and proxies share a thread, the gateway has one, and the floor client runs on the
/// caller's. Everybody who connects is offered a message at once, so that readiness is observed.
class Stage {
 public:
  struct Options {
    bool tls = false;
    Clock::duration added_round_trip{};
  };

  static constexpr auto gateway_name = "gateway";
  static constexpr auto floor_name = "floor";

  explicit Stage(Options options);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  FloorClient& floor() { return *floor_; }
  mock::Platform& platform() { return *platform_; }
  proxy::FaultProxy& gateway_proxy() { return *gateway_proxy_; }

  /// Calls `work` on the loop of the platform and the proxies.
  template <class Work>
  auto call(Work work) {
    return platform_loop_.call(std::move(work));
  }

  /// How many records there are: a place from which to look for new ones.
  std::size_t mark();
  /// Waits for a record from `mark` on; its instant, as `now()` tells time. Throws after a while.
  Seconds await(std::size_t mark, std::function<bool(const history::Record&)> wanted,
                const std::string& what);
  Seconds now();

  /// A user of the gateway's or of the floor client's app writes something. On the platform's loop.
  void write_message(const std::string& peer);

 private:
  std::uint16_t open_door(const std::string& peer, std::optional<proxy::FaultProxy>& proxy,
                          Options options);
  gateway::Config gateway_config(std::uint16_t port, Options options) const;

  TemporaryFolder folder_;
  int messages_ = 0;  ///< names them; of the platform's loop
  LoopThread platform_loop_;
  std::optional<history::Recorder> recorder_;
  std::optional<mock::Platform> platform_;
  std::optional<proxy::FaultProxy> gateway_proxy_;
  std::optional<proxy::FaultProxy> floor_proxy_;
  std::shared_ptr<void> greetings_;
  std::optional<FloorClient> floor_;

  LoopThread gateway_loop_;
  std::optional<gateway::Gateway> gateway_;
  std::future<gateway::ExitStatus> gateway_run_;
};

/// `Acked` records of that peer.
std::function<bool(const history::Record&)> acked_by(const std::string& peer);
/// Visible answers of that peer.
std::function<bool(const history::Record&)> answered_by(const std::string& peer);

}  // namespace stormlark::bench
