#pragma once

#include "runtime/simulated/tcp/attachment.h"
#include "runtime/simulated/tcp/line.h"

#include <memory>
#include <optional>

#include <boost/beast/core/flat_buffer.hpp>

namespace stormlark::tcp {

/// One end of a connection, as the kernel under its process keeps it. Its face has two sides: what
/// the process asks for, and what comes over the wire.
class Socket {
 public:
  using Handler = PendingOperation::Handler;

  /// Sends over `out` to `peer`.
  Socket(Line& out, Socket& peer) : out_(out), peer_(peer) {}

  /// Whose it is.
  void give_to(std::shared_ptr<Attachment> process) { process_ = std::move(process); }
  const std::shared_ptr<Attachment>& process() const { return process_; }

  /// Waits for the server's answer.
  awaitable<error_code> connected();
  void read(asio::mutable_buffer to, Handler done);
  void write(asio::const_buffer from, Handler done);
  /// Ends the sending side.
  void finish();
  /// As at the end of a process: the peer sees the end, or a reset where it sent what was not read.
  void close();
  /// The peer sees a reset, and nothing of what has not arrived yet.
  void reset();

  void receive(Segment segment);
  /// The server's side is as good as the client's from now on.
  void confirm() { state_ = State::open; }

  bool given_up() const { return state_ == State::closed; }
  /// Nobody can notice anything of it any more.
  bool over() const { return given_up() || broken_; }

 private:
  enum class State { opening, open, closed };
  bool joined() const { return state_ == State::open && !broken_; }

  struct Outcome {
    error_code ec;
    std::size_t bytes = 0;
  };

  std::optional<Outcome> try_read(asio::mutable_buffer to);
  std::optional<Outcome> try_write(asio::const_buffer from);
  void serve_reader();
  void serve_writer();
  void give_up();
  void break_off();

  Line& out_;
  Socket& peer_;
  std::shared_ptr<Attachment> process_;
  State state_ = State::opening;
  bool sent_all_ = false;
  bool received_all_ = false;
  bool broken_ = false;
  bool window_announced_ = false;

  boost::beast::flat_buffer received_;  ///< what has arrived, then what is on its way
  std::size_t arrived_ = 0;

  PendingOperation connect_{"connect"};
  PendingOperation read_{"read"};
  asio::mutable_buffer read_to_;
  PendingOperation write_{"write"};
  asio::const_buffer write_from_;
};

}  // namespace stormlark::tcp
