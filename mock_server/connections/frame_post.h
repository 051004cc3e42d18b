#pragma once

#include "mock_server/connections/connection.h"
#include "mock_server/faults/active_faults.h"
#include "mock_server/faults/spoil.h"
#include "runtime/task_group.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace stormlark::mock {

using FramePtr = std::shared_ptr<const protocol::Frame>;

/// Carries frames between the platform and its connections, and lets the rules of the hour have
/// their way with them. What a rule keeps waiting is overtaken by all that comes after it.
class FramePost {
 public:
  using Ptr = std::shared_ptr<Connection>;

  FramePost(World& world, ActiveFaults& faults, TaskGroup& tasks)
      : world_(world), faults_(faults), tasks_(tasks), random_(world.random().fork("frame post")) {}

  struct Outgoing {
    Traffic what = Traffic::event;
    std::string event{};  ///< its type
    std::string name;     ///< in evidence, such as `event 7f…` or `a pong`
    FramePtr frame;
    Connection::Sent sent{};  ///< not called for what is dropped or spoiled
    std::function<void(const Replay&)> replay{};
  };
  enum class Fate {
    whole,    ///< it went, or will go, as it should be
    spoiled,  ///< the app cannot have the frame as it was
    failed,   ///< the connection is no more
  };
  awaitable<Fate> send(Ptr connection, Outgoing frame);

  using Strike = ActiveFaults::Strike;
  /// What a rule does to a frame that comes in; nothing where it just arrives. `event` is the type
  /// of the event that it is about.
  std::optional<Strike> meet(const Connection& connection, Traffic what, std::string_view event,
                             const protocol::Frame& frame);
  /// Lets the rule have its way; `late` is called when the frame arrives, if it ever does.
  void withhold(const Ptr& connection, Strike strike, std::string_view name,
                std::function<void()> late);

  /// The platform's doing from now on; a Close takes its time.
  void end(const Ptr& connection, CloseHow how, int code, const std::string& why);

 private:
  static awaitable<Fate> fail();
  awaitable<Fate> suffer(Ptr connection, Outgoing frame, Strike strike);
  awaitable<Fate> pass_on(Ptr connection, Traffic what, std::string bytes, Connection::Sent sent);
  awaitable<void> send_later(Ptr connection, Outgoing frame, Strike strike);
  awaitable<void> take_later(Ptr connection, std::function<void()> late, Strike strike);
  /// As long as a rule keeps a frame waiting.
  awaitable<void> wait(Ptr connection, Strike strike);
  void obey(const Ptr& connection, const Strike& strike);
  awaitable<void> carry_out(Ptr connection);
  void tell(const Connection& connection, const Strike& strike, std::string_view name);

  World& world_;
  ActiveFaults& faults_;
  TaskGroup& tasks_;
  Prng random_;
};

}  // namespace stormlark::mock
