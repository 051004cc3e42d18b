#pragma once

#include "runtime/simulated/tcp/cable.h"
#include "runtime/simulated/tcp/nat_entry.h"
#include "runtime/simulated/timeline.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace stormlark::tcp {

/// What TCP sends. The bytes themselves wait in the receiver's buffer until their segment is there.
struct Segment {
  enum class Kind {
    open,       ///< SYN
    opened,     ///< SYN and ACK
    confirmed,  ///< the ACK of that: now it may be accepted
    bytes,
    window,  ///< there is room again for a writer that waits
    finish,  ///< FIN
    reset,   ///< RST
  };
  Kind kind;
  std::size_t bytes = 0;
};

/// One direction of a connection: what was sent and has not arrived, in order.
class Line {
 public:
  class Receiver {
   public:
    virtual void arrived(const Line& line, Segment segment) = 0;

   protected:
    ~Receiver() = default;
  };

  Line(Timeline& timeline, Cable& cable, NatEntry& nat, Receiver& receiver)
      : timeline_(timeline), cable_(cable), nat_(nat), receiver_(receiver) {}
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line();

  void send(Segment segment);
  /// What is on its way is lost, and not sent again.
  void drop();
  /// The wire has changed: what it withheld is sent again where it is well now.
  void resume();

 private:
  struct InTransit {
    Segment segment;
    Clock::time_point arrives_at;
  };

  bool withheld() const { return cable_.wire.blackhole || nat_.forgotten(); }
  void schedule();
  void arrive();

  Timeline& timeline_;
  Cable& cable_;
  NatEntry& nat_;
  Receiver& receiver_;
  std::deque<InTransit> in_transit_;
  Clock::time_point last_arrives_at_{};
  std::optional<Timeline::Ticket> next_arrival_;
};

}  // namespace stormlark::tcp
