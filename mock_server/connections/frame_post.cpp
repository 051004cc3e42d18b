#include "mock_server/connections/frame_post.h"

#include "runtime/duration.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

using namespace asio::experimental::awaitable_operators;

bool is_waiting(const Deed& deed) {
  return std::holds_alternative<Hold>(deed) || std::holds_alternative<Delay>(deed) ||
         std::holds_alternative<Reorder>(deed);
}

/// What evidence says of a frame.
struct Evidence {
  std::string operator()(const Hold&) const { return "held"; }
  std::string operator()(const Delay& delay) const {
    return "delayed by " + format_duration(delay.by);
  }
  std::string operator()(const Drop&) const { return "withheld"; }
  std::string operator()(const Duplicate&) const { return "sent twice"; }
  std::string operator()(const Reorder&) const { return "kept for the next to overtake it"; }
  std::string operator()(const Replay& replay) const {
    return "to be sent again in " + format_duration(replay.later);
  }
  std::string operator()(const Truncate&) const { return "cut short"; }
  std::string operator()(const HalveConfig&) const { return "sent with half of its keys"; }
  std::string operator()(const Corrupt& corrupt) const {
    return fmt::format("sent with {} wrong bytes", corrupt.bytes);
  }
  std::string operator()(const WrongField& wrong) const {
    return wrong.value ? "sent with a wrong field" : "sent without a field";
  }
  std::string operator()(const Huge& huge) const {
    return fmt::format("padded to {} bytes", huge.bytes);
  }
  std::string operator()(const EndConnection&) const { return "met by the connection's end"; }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
};

Passing passing(const Connection& connection, Traffic what, std::string_view event,
                const protocol::Frame& frame) {
  const ConnectionLabel& label = connection.label();
  return {.what = what,
          .peer = label.peer,
          .app = label.app_id,
          .connection = label.number,
          .event = event,
          .frame = &frame};
}

}  // namespace

awaitable<FramePost::Fate> FramePost::send(Ptr connection, Outgoing frame) {
  if (!connection->live()) return fail();
  auto strike = faults_.strike(passing(*connection, frame.what, frame.event, *frame.frame));
  if (strike) return suffer(std::move(connection), std::move(frame), std::move(*strike));
  return pass_on(std::move(connection), frame.what, protocol::encode(*frame.frame),
                 std::move(frame.sent));
}

awaitable<FramePost::Fate> FramePost::fail() {
  co_return Fate::failed;
}

awaitable<FramePost::Fate> FramePost::suffer(Ptr connection, Outgoing frame, Strike strike) {
  tell(*connection, strike, frame.name);
  if (is_waiting(strike.deed)) {
    tasks_.spawn(send_later(std::move(connection), std::move(frame), std::move(strike)));
    co_return Fate::whole;
  }
  Fate fate = Fate::spoiled;
  if (auto bytes = spoiled(*frame.frame, strike.deed, random_)) {
    const Fate sent = co_await pass_on(connection, frame.what, std::move(*bytes), {});
    if (sent == Fate::failed) fate = sent;
  } else if (std::holds_alternative<EndConnection>(strike.deed)) {
    obey(connection, strike);
  } else if (!std::holds_alternative<Drop>(strike.deed)) {
    const std::string whole = protocol::encode(*frame.frame);
    fate = co_await pass_on(connection, frame.what, whole, std::move(frame.sent));
    if (std::holds_alternative<Duplicate>(strike.deed)) {
      co_await pass_on(connection, frame.what, whole, {});
    }
    if (const auto* replay = std::get_if<Replay>(&strike.deed)) frame.replay(*replay);
  }
  faults_.struck(strike);
  co_return fate;
}

awaitable<FramePost::Fate> FramePost::pass_on(Ptr connection, Traffic what, std::string bytes,
                                              Connection::Sent sent) {
  const auto result = co_await connection->send(std::move(bytes), std::move(sent));
  if (!result) co_return Fate::failed;
  if (what != Traffic::pong) connection->note_push();
  co_return Fate::whole;
}

awaitable<void> FramePost::send_later(Ptr connection, Outgoing frame, Strike strike) {
  co_await wait(connection, strike);
  if (connection->live()) {
    co_await pass_on(connection, frame.what, protocol::encode(*frame.frame), std::move(frame.sent));
  }
  faults_.struck(strike);
}

awaitable<void> FramePost::wait(Ptr connection, Strike strike) {
  Clock& clock = world_.clock();
  if (const auto* reorder = std::get_if<Reorder>(&strike.deed)) {
    const auto overtaken = connection->next_push();
    co_await (overtaken->wait_for(clock, reorder->patience) || strike.healed->wait());
  } else {
    co_await strike.sit_out(clock);
  }
}

std::optional<FramePost::Strike> FramePost::meet(const Connection& connection, Traffic what,
                                                 std::string_view event,
                                                 const protocol::Frame& frame) {
  return faults_.strike(passing(connection, what, event, frame));
}

void FramePost::withhold(const Ptr& connection, Strike strike, std::string_view name,
                         std::function<void()> late) {
  tell(*connection, strike, name);
  if (is_waiting(strike.deed)) {
    return tasks_.spawn(take_later(connection, std::move(late), std::move(strike)));
  }
  if (std::holds_alternative<EndConnection>(strike.deed)) obey(connection, strike);
  faults_.struck(strike);
}

awaitable<void> FramePost::take_later(Ptr connection, std::function<void()> late, Strike strike) {
  co_await wait(connection, strike);
  if (!connection->ended().is_set()) late();
  faults_.struck(strike);
}

void FramePost::obey(const Ptr& connection, const Strike& strike) {
  const auto& deed = std::get<EndConnection>(strike.deed);
  if (connection->live() && !connection->ghost()) {
    end(connection, deed.how, deed.code, strike.fault);
  }
}

void FramePost::end(const Ptr& connection, CloseHow how, int code, const std::string& why) {
  connection->condemn(how, code, why);
  tasks_.spawn(carry_out(connection));
}

awaitable<void> FramePost::carry_out(Ptr connection) {
  co_await connection->close();
}

void FramePost::tell(const Connection& connection, const Strike& strike, std::string_view name) {
  faults_.took_effect(strike.fault,
                      fmt::format("{} on connection {} {}", name, connection.label().number,
                                  std::visit(Evidence{}, strike.deed)));
}

}  // namespace stormlark::mock
