#pragma once

#include "mock_server/connections.h"
#include "mock_server/events/callback_outcome.h"
#include "mock_server/notice.h"
#include "mock_server/options.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace stormlark::mock {

/// Brings events to apps: pushes each on a connection, waits for its ack, and repeats along the
/// ladder until one is acknowledged or the ladder ends.
class Delivery final : public ConnectionListener {
 public:
  Delivery(World& world, history::Recorder& recorder, const PlatformOptions& options,
           ActiveFaults& faults, Connections& connections, TaskGroup& tasks);

  /// Gives the event its id and begins to deliver it.
  void announce(PlatformEvent event);

  /// Pushes a callback, which has its id, and waits for the ack until the deadline. It is never
  /// repeated, and does not wait for a connection.
  awaitable<CallbackAnswer> ask(PlatformEvent event);

  /// Events that are on their way are not delivered any more, nor repeated.
  void abandon_all();

  void connection_opened(const Connection& connection) override;
  void connection_closed(const Connection& connection) override;
  void ack_received(Connection& connection, const protocol::Frame& frame) override;

 private:
  using NoticePtr = std::shared_ptr<Notice>;
  using AttemptPtr = std::shared_ptr<Attempt>;

  awaitable<void> deliver(NoticePtr notice);
  awaitable<void> climb(NoticePtr notice);
  awaitable<AttemptPtr> attempt(NoticePtr notice, int number);
  awaitable<void> push(NoticePtr notice, AttemptPtr attempt, Connections::Ptr connection);
  awaitable<void> write(Connections::Ptr connection, protocol::Frame whole, Connection::Sent sent);

  std::vector<Connections::Ptr> choose(const std::string& app_id);
  protocol::Frame frame_of(const Notice& notice, std::string delivery);
  std::string delivery_id(Notice& notice);
  void note(const std::string& delivery);
  void settle(Push& push, const protocol::Ack& ack, bool late);

  World& world_;
  history::Recorder& recorder_;
  const PlatformOptions& options_;
  ActiveFaults& faults_;
  Connections& connections_;
  TaskGroup& tasks_;
  Prng random_;
  std::string instance_id_;
  std::uint64_t last_seq_id_ = 0;
  std::vector<NoticePtr> on_their_way_;                          // events, not callbacks
  std::map<std::string, Push, std::less<>> pushes_;              // by delivery
  std::map<std::string, std::shared_ptr<SignalFlag>> arrivals_;  // by app: a connection opened
};

}  // namespace stormlark::mock
