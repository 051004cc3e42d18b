#pragma once

#include "history/recorder.h"
#include "mock_server/faults/faults.h"
#include "protocol/frame.h"
#include "runtime/signal_flag.h"
#include "runtime/time_limit.h"
#include "runtime/websocket.h"
#include "runtime/world.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace stormlark::mock {

/// Whose connection it is, and where it came in.
struct ConnectionLabel {
  int number = 0;
  std::string peer;
  int socket = 0;
  std::string app_id;
};

/// One upgraded connection: a row of the connection table, from 101 to the end of TCP. Writes the
/// records of its beginning and its end.
class Connection {
 public:
  /// `sending` bounds each frame that is sent.
  Connection(World& world, history::Recorder& recorder, TimeLimit& sending, ConnectionLabel label,
             WebSocket socket, FirstPush first_push);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  const ConnectionLabel& label() const { return label_; }
  Clock::time_point opened() const { return opened_; }

  /// May be given events: nobody has begun to end it, or the platform does not know of its end.
  bool live() const { return ghost() || !ending_; }
  FirstPush first_push() const { return first_push_; }
  /// Set by the peer's first application ping, or by the connection's end.
  SignalFlag& pinged() { return pinged_; }
  /// Set by the next push that is sent.
  std::shared_ptr<SignalFlag> next_push();
  void note_push();

  /// Set when the connection has left the table.
  SignalFlag& ended() { return ended_; }
  /// Set by the peer's next application pong.
  std::shared_ptr<SignalFlag> next_pong();
  void note_pong();

  awaitable<Result<WebSocket::Message>> read() { return socket_.read(); }
  /// About to close: what still comes is lost, as it is where TCP is closed at once.
  bool deaf() const { return ending_ && ending_->how == CloseHow::close_frame; }
  /// Bounded in time: a peer that reads nothing loses the connection. `sent` is called the moment
  /// the last byte was written, before the peer can have answered.
  using Sent = std::function<void()>;
  awaitable<Result<void>> send(std::string bytes, Sent sent = {});
  /// What is to be called when a control frame of that type was sent, or what is like one.
  Sent control_sent(std::string_view type);
  /// Sends the 101 that is kept back for the first push, without one.
  awaitable<void> release_answer();

  /// From now on it gets no events, and its end is the platform's doing. `close` carries it out.
  void condemn(CloseHow how, int code, std::string reason);
  awaitable<void> close();
  /// To be done once in an interval: sends an RFC 6455 ping, and drops a peer that has left too
  /// many unanswered.
  awaitable<void> check_up(Clock::duration interval, int unanswered_max);

  void note_violation(std::string what);
  /// Its TCP connection is over: writes how it ended.
  void finish();

  /// It ended without a Close and without our doing. Known when it is finished.
  bool vanished() const { return vanished_; }
  /// From now on whatever is sent to it is lost, and the platform sees no difference.
  void haunt();
  bool ghost() const { return laid_ != nullptr; }
  /// Set when the platform has done with the ghost before its time.
  SignalFlag& laid() { return *laid_; }

 private:
  /// How it ended, as far as we had a part in it.
  struct Ending {
    CloseHow how = CloseHow::fin;
    int close_code = 0;
    std::string reason;
  };

  World& world_;
  history::Recorder& recorder_;
  TimeLimit& sending_;
  ConnectionLabel label_;
  WebSocket socket_;
  FirstPush first_push_;
  Clock::time_point opened_;
  std::optional<Clock::time_point> asked_;  ///< when the last RFC 6455 ping left
  int unanswered_ = 0;                      ///< such pings
  std::optional<Ending> ending_;
  SignalFlag pinged_;
  std::shared_ptr<SignalFlag> next_push_;  ///< null where nobody waits for it, as the next two
  std::shared_ptr<SignalFlag> next_pong_;
  std::unique_ptr<SignalFlag> laid_;
  SignalFlag ended_;
  bool vanished_ = false;
};

}  // namespace stormlark::mock
