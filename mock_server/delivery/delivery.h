#pragma once

#include "mock_server/connections/connections.h"
#include "mock_server/delivery/callback_outcome.h"
#include "mock_server/delivery/notice.h"
#include "mock_server/delivery/webhooks.h"
#include "mock_server/options.h"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace stormlark::mock {

/// Brings events to apps: pushes each on a connection, or calls the app's webhook, waits for the
/// ack, and repeats along the ladder until one is acknowledged or the ladder ends.
class Delivery final : public ConnectionListener {
 public:
  Delivery(World& world, history::Recorder& recorder, const PlatformOptions& options,
           ActiveFaults& faults, FramePost& post, Connections& connections, Webhooks& webhooks,
           TaskGroup& tasks);

  /// Gives the event its id and begins to deliver it.
  void announce(PlatformEvent event);

  /// Pushes a callback, which has its id, and waits for the ack until the deadline. It is never
  /// repeated, and does not wait for a connection.
  awaitable<CallbackAnswer> ask(PlatformEvent event);
  /// The same for a legacy card callback, which goes to the app's address for those.
  awaitable<CallbackAnswer> ask_card(PlatformEvent event, const AppOptions& app);

  /// Events that are on their way are not delivered any more, nor repeated.
  void abandon_all();

  void connection_opened(const Connection& connection) override;
  void connection_closed(const Connection& connection) override;
  void ack_received(Connections::Ptr connection, protocol::Frame frame) override;

 private:
  using NoticePtr = std::shared_ptr<Notice>;
  using AttemptPtr = std::shared_ptr<Attempt>;

  awaitable<void> deliver(NoticePtr notice);
  awaitable<void> climb(NoticePtr notice);
  awaitable<AttemptPtr> attempt(NoticePtr notice, int number);
  using PushPtr = std::shared_ptr<Push>;
  PushPtr begin_push(const NoticePtr& notice, const AttemptPtr& attempt,
                     const Connection& connection);
  awaitable<void> carry_out(PushPtr push, Connections::Ptr connection);
  /// The connection may be given pushes by now.
  awaitable<void> first_push_allowed(Connections::Ptr connection);
  awaitable<void> write(PushPtr push, Connections::Ptr connection, FramePtr whole);
  /// Pushes once more what was pushed on that connection.
  awaitable<void> replay(PushPtr push, Connections::Ptr connection, FramePtr whole, Replay how);
  awaitable<void> call(NoticePtr notice, AttemptPtr attempt, const AppOptions& app);
  /// Whether a rule keeps it from its address; then the time to answer is over.
  awaitable<bool> is_withheld(const Notice& notice);
  void note_call(const Notice& notice, const Attempt& attempt);
  void settle_call(const Notice& notice, Attempt& attempt, const Webhooks::Answer& answer);
  void renew(Notice& notice);

  std::vector<Connections::Ptr> choose(const std::string& app_id);
  protocol::Frame frame_of(const PlatformEvent& event, bool as_card, std::string delivery);
  bool travels_as_card(const Notice& notice) const;
  std::string delivery_id(Notice& notice);
  PushPtr keep(Push push);
  /// The push that an ack on that connection is about, or that its copy on another one was; null
  /// where there was no such delivery.
  PushPtr find_push(const protocol::Frame& ack, const Connection& connection) const;
  void note(Push& push);
  void take_ack(Connection& connection, const protocol::Frame& frame, const PushPtr& push);
  void settle(Push& push, const protocol::Ack& ack, bool late);

  World& world_;
  history::Recorder& recorder_;
  const PlatformOptions& options_;
  ActiveFaults& faults_;
  FramePost& post_;
  Connections& connections_;
  Webhooks& webhooks_;
  TaskGroup& tasks_;
  TimeLimit acks_;  ///< for each attempt to be acknowledged
  Prng random_;
  std::string instance_id_;
  std::uint64_t last_seq_id_ = 0;
  std::uint64_t last_notice_ = 0;
  std::map<std::uint64_t, NoticePtr> on_their_way_;  // events, not callbacks
  std::uint64_t last_push_ = 0;
  std::unordered_map<std::string, std::vector<PushPtr>> pushes_;  // by delivery, the latest last
  std::map<int, std::map<std::uint64_t, PushPtr>> unsettled_;     // by connection and number
  std::map<std::string, std::shared_ptr<SignalFlag>> arrivals_;   // by app: a connection opened
};

}  // namespace stormlark::mock
