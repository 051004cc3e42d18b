#include "mock_server/fault_words.h"

#include "runtime/duration.h"

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

std::string of_whom(const std::string& peer) {
  return peer.empty() ? "all connections" : "the connections of " + peer;
}

std::string_view spelled(CloseHow how) {
  switch (how) {
    case CloseHow::close_frame:
      return "a Close frame";
    case CloseHow::close_frame_only:
      return "a Close frame, TCP left open";
    case CloseHow::fin:
      return "FIN";
    case CloseHow::reset:
      return "a reset";
  }
  return "";
}

struct ActionWords {
  std::string operator()(const HoldCall& hold) const {
    return hold.after_commit ? "is held after its commit" : "is held before its commit";
  }
  std::string operator()(const DelayCall& delay) const {
    return fmt::format("is {} by {}", delay.after_commit ? "answered late" : "delayed",
                       format_duration(delay.by));
  }
  std::string operator()(const AnswerCall& answer) const {
    if (answer.code == 0) return fmt::format("is answered with HTTP {}", answer.status);
    return fmt::format("is answered with HTTP {}, code {}", answer.status, answer.code);
  }
  std::string operator()(const AcceptThenDropCall& drop) const {
    return drop.reset ? "is done, then the connection is reset"
                      : "is done, then the connection is dropped";
  }
};

std::string window(const CallFault& fault) {
  std::string text;
  if (fault.nth > 1) text += fmt::format(", from call {} on", fault.nth);
  if (fault.times > 0) text += fmt::format(", {} times", fault.times);
  return text;
}

struct FaultWords {
  std::string operator()(const CallFault& fault) const {
    return fmt::format("{} {}{}", fault.operation == "*" ? "every call" : fault.operation,
                       std::visit(ActionWords{}, fault.action), window(fault));
  }
  std::string operator()(const RefuseUpgrade& fault) const {
    if (fault.bare)
      return fmt::format("upgrades are refused with a bare HTTP {}", fault.http_status);
    return fmt::format("upgrades are refused with HTTP {}, Handshake-Status {}, code {}",
                       fault.http_status, fault.handshake_status, fault.auth_errcode);
  }
  std::string operator()(const CloseConnections& fault) const {
    return fmt::format("{} end with {}", of_whom(fault.peer), spelled(fault.how));
  }
  std::string operator()(const MuteConnections& fault) const {
    return fmt::format("{} stay and get no events", of_whom(fault.peer));
  }
  std::string operator()(const WithholdPong& fault) const {
    if (!fault.late_by) return "application pings get no pong";
    return fmt::format("application pongs are {} late", format_duration(*fault.late_by));
  }
  std::string operator()(const TakeDown& fault) const {
    return fmt::format("the platform is down, connections end with {}", spelled(fault.how));
  }
  std::string operator()(const ExpireTokens&) const { return "issued tokens become invalid"; }
};

struct Target {
  std::string operator()(const TakeDown&) const { return {}; }
  std::string operator()(const ExpireTokens&) const { return {}; }
  template <class T>
  std::string operator()(const T& fault) const {
    return fault.peer;
  }
};

}  // namespace

std::string describe(const Fault& fault) {
  return std::visit(FaultWords{}, fault);
}

std::string target_of(const Fault& fault) {
  const std::string peer = std::visit(Target{}, fault);
  return peer.empty() ? "platform" : peer;
}

}  // namespace stormlark::mock
