#pragma once

#include "mock_server/connections/connection.h"
#include "mock_server/connections/frame_post.h"
#include "mock_server/connections/keep_alive.h"
#include "mock_server/options.h"
#include "runtime/task_group.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::mock {

/// What happens on connections that others must know of.
class ConnectionListener {
 public:
  virtual ~ConnectionListener() = default;
  virtual void connection_opened(const Connection& connection) = 0;
  virtual void connection_closed(const Connection& connection) = 0;
  /// A frame that names a delivery arrived.
  virtual void ack_received(std::shared_ptr<Connection> connection, protocol::Frame frame) = 0;
};

/// For one frame to leave. Far longer than any network that works needs.
inline constexpr Clock::duration send_limit = 10s;

/// The connection table: serves each connection from 101 to its end.
class Connections {
 public:
  Connections(World& world, history::Recorder& recorder, const PlatformOptions& options,
              FramePost& post, TaskGroup& tasks)
      : world_(world),
        recorder_(recorder),
        options_(options),
        post_(post),
        tasks_(tasks),
        sending_(world.clock(), send_limit),
        keep_alive_(world, options, tasks) {}

  void set_listener(ConnectionListener& listener) { listener_ = &listener; }

  /// Serves one connection; its number is given here.
  awaitable<void> serve(WebSocket socket, ConnectionLabel label, FirstPush first_push);

  using Ptr = std::shared_ptr<Connection>;
  /// An app's connections that may be given events, oldest first.
  std::vector<Ptr> live(std::string_view app_id) const;
  /// One of them, each as likely as another; null where there is none.
  Ptr pick(std::string_view app_id, Prng& random) const;
  /// Rows of the table, connections that are being closed and ghosts included: what the limit
  /// counts.
  std::size_t rows(std::string_view app_id) const;
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }

  /// Begins to end the live connections of a peer, or of all; how many there were.
  int close(std::string_view peer, CloseHow how, int code, const std::string& reason);
  /// The same for one; false where no live connection has the number.
  bool close_one(int number, CloseHow how, int code, const std::string& reason);

  /// Sends an application ping to each live connection of the app. How many were asked, and how
  /// many answered in time.
  struct Probe {
    int asked = 0;
    int answered = 0;
  };
  awaitable<Probe> probe(std::string app_id, Clock::duration within);

 private:
  class Row;

  awaitable<void> take(Ptr connection, WebSocket::Message message);
  awaitable<void> take_frame(Ptr connection, protocol::Frame frame);
  awaitable<void> answer_ping(Ptr connection, protocol::Frame ping);
  awaitable<void> send_pong(Ptr connection, std::int32_t service);
  awaitable<void> send_ping(Ptr connection);
  /// The upgrade's answer waits for a push, and not for ever.
  awaitable<void> release_answer(Ptr connection);
  void end(const Ptr& connection, CloseHow how, int code, const std::string& reason);
  /// A vanished client's connection stays in the table for a while.
  awaitable<void> haunt(Ptr ghost);
  void add(const Ptr& connection);
  void remove(const Connection& connection);
  const std::vector<Ptr>& of(std::string_view app_id) const;
  void evict_for(const Connection& newest);

  World& world_;
  history::Recorder& recorder_;
  const PlatformOptions& options_;
  FramePost& post_;
  TaskGroup& tasks_;
  TimeLimit sending_;
  KeepAlive keep_alive_;
  ConnectionListener* listener_ = nullptr;
  std::map<int, Ptr> rows_;
  std::map<std::string, std::vector<Ptr>, std::less<>> by_app_;  // oldest first
  int last_number_ = 0;
};

}  // namespace stormlark::mock
