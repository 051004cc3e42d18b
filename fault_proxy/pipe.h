#pragma once

#include "fault_proxy/carried.h"
#include "fault_proxy/chain.h"
#include "fault_proxy/evidence.h"
#include "runtime/bell.h"
#include "runtime/world.h"

#include <functional>
#include <memory>

namespace stormlark::proxy {

/// One direction of a connection: what it reads from one stream passes the rules in force and is
/// written to the other. It reads ahead only so far; beyond that, the sender has to wait.
class Pipe {
 public:
  enum class End {
    fin,     ///< passed on; the other direction may go on
    reset,   ///< arrived; it is for the connection to pass it on
    broken,  ///< the receiver is gone
  };
  using EndHandler = std::function<void(End)>;

  Pipe(World& world, Evidence& evidence, Direction direction, EndHandler on_end);

  void add_rule(std::string fault, Rule rule);
  void remove_rule(const std::string& fault);

  /// Sends something through the rules before `run` and waits until it is through; false when the
  /// pipe was abandoned before.
  awaitable<bool> carry(Chunk chunk);
  /// Queues something behind what is inside.
  void enter(Chunk chunk);
  /// Queues bytes of what the connection carries.
  void take(std::string bytes);

  /// Moves bytes until the pipe is abandoned; the end of the stream alone does not end it.
  awaitable<void> run(Stream& from, Stream& to);
  void abandon();

 private:
  awaitable<void> receive(Stream& from);
  awaitable<void> deliver(Stream& to);
  awaitable<bool> deliver_one(Stream& to, Chunk chunk);
  awaitable<std::optional<Chunk>> next();

  Clock& clock_;
  Carried carried_;
  Chain chain_;
  EndHandler on_end_;
  Bell news_;
  Bell room_;
  std::unique_ptr<char[]> buffer_;
  bool abandoned_ = false;
};

}  // namespace stormlark::proxy
