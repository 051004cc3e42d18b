#pragma once

#include "gateway/parts.h"
#include "protocol/frame.h"
#include "runtime/task_group.h"
#include "runtime/websocket.h"

#include <functional>
#include <memory>
#include <string>

#include <spdlog/logger.h>

namespace stormlark::gateway {

/// One upgraded connection, from its first byte to its end: heartbeats, control frames, and data
/// frames handed on. Whatever a peer sends, it costs at most the connection, never the process.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  struct Options {
    std::string name;          ///< for logs
    std::int32_t service = 0;  ///< of our pings, as the URL said
    Clock::duration write_timeout = 5s;
  };

  /// Answers a data frame on the connection that delivered it; does nothing once that is over.
  using SendAck = std::function<void(protocol::Frame)>;
  using Data = std::function<void(protocol::Frame, SendAck)>;

  /// What it asks and tells its link; valid until `serve` has returned.
  struct Hooks {
    std::function<Clock::duration()> ping_interval;
    std::function<void(const protocol::ClientConfig&)> configured;
    std::function<std::optional<protocol::ClientConfig>(const std::string& payload)> pong_config;
    std::function<bool()> answers_server_ping;
    Data data;
  };

  Connection(World& world, WebSocket socket, Options options, std::unique_ptr<Liveness> liveness,
             Hooks hooks, std::shared_ptr<spdlog::logger> log);

  /// Runs until the connection ends or is stopped. The socket is closed when this returns.
  awaitable<LinkFailure> serve();

  /// Ends it politely: nothing more is read or acked, a Close 1000 is sent.
  void stop();

  /// Queues a frame; dropped when the connection is over.
  void send(protocol::Frame frame);

  Clock::time_point last_received() const { return socket_.last_received(); }

 private:
  awaitable<void> read_frames();
  awaitable<void> keep_alive();
  awaitable<void> write(std::string bytes);
  void receive(WebSocket::Message message);
  void receive_control(const protocol::Frame& frame);
  void receive_pong(const protocol::Frame& frame);
  void ignore(std::string_view what);
  void fail(LinkFailure::Kind kind, std::string text);

  World& world_;
  WebSocket socket_;
  Options options_;
  std::unique_ptr<Liveness> liveness_;
  Hooks hooks_;
  std::shared_ptr<spdlog::logger> log_;
  SignalFlag over_;
  bool stopping_ = false;
  LinkFailure failure_;
  std::uint64_t ignored_ = 0;
  TaskGroup tasks_;
};

}  // namespace stormlark::gateway
