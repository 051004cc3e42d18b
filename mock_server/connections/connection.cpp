#include "mock_server/connections/connection.h"

#include "runtime/timeout.h"

#include <boost/asio/error.hpp>

namespace stormlark::mock {

Connection::Connection(World& world, history::Recorder& recorder, TimeLimit& sending,
                       ConnectionLabel label, WebSocket socket, FirstPush first_push)
    : world_(world),
      recorder_(recorder),
      sending_(sending),
      label_(std::move(label)),
      socket_(std::move(socket)),
      first_push_(first_push),
      opened_(world.clock().now()),
      pinged_(world.executor()),
      ended_(world.executor()) {
  recorder_.add(history::ConnectionOpened{.connection = label_.number,
                                          .peer = label_.peer,
                                          .socket = label_.socket,
                                          .app = label_.app_id});
}

Connection::~Connection() = default;

awaitable<Result<void>> Connection::send(std::string bytes, Sent sent) {
  if (ghost()) {
    if (sent) sent();
    co_return Result<void>();
  }
  const TimeLimit::Bounded bounded(sending_, [this] { socket_.abort(); });
  const auto written = co_await socket_.send_binary(std::move(bytes));
  if (written && sent) sent();
  co_return written;
}

Connection::Sent Connection::control_sent(std::string_view type) {
  return [this, type = std::string(type)] {
    recorder_.add(
        history::ControlSent{.connection = label_.number, .peer = label_.peer, .type = type});
  };
}

std::shared_ptr<SignalFlag> Connection::next_push() {
  if (!next_push_) next_push_ = std::make_shared<SignalFlag>(world_.executor());
  return next_push_;
}

void Connection::note_push() {
  if (const auto awaited = std::exchange(next_push_, nullptr)) awaited->set();
}

std::shared_ptr<SignalFlag> Connection::next_pong() {
  if (!next_pong_) next_pong_ = std::make_shared<SignalFlag>(world_.executor());
  return next_pong_;
}

void Connection::note_pong() {
  if (const auto awaited = std::exchange(next_pong_, nullptr)) awaited->set();
}

void Connection::haunt() {
  laid_ = std::make_unique<SignalFlag>(world_.executor());
}

awaitable<void> Connection::release_answer() {
  const TimeLimit::Bounded bounded(sending_, [this] { socket_.abort(); });
  const auto released = co_await socket_.release_answer();
  if (released && *released) control_sent("101")();
}

void Connection::condemn(CloseHow how, int code, std::string reason) {
  const bool with_frame = how == CloseHow::close_frame || how == CloseHow::close_frame_only;
  if (!ending_) ending_ = Ending{how, with_frame ? code : 0, std::move(reason)};
}

awaitable<void> Connection::close() {
  const auto code = static_cast<std::uint16_t>(ending_->close_code);
  switch (ending_->how) {
    case CloseHow::close_frame:
      co_await socket_.close(code, ending_->reason);
      break;
    case CloseHow::close_frame_only:
      co_await socket_.send_close_only(code);
      break;
    case CloseHow::fin:
      socket_.abort(false);
      break;
    case CloseHow::reset:
      socket_.abort(true);
      break;
  }
}

awaitable<void> Connection::check_up(Clock::duration interval, int unanswered_max) {
  if (ending_) co_return;
  const bool answered = !asked_ || socket_.last_received() >= *asked_;
  unanswered_ = answered ? 0 : unanswered_ + 1;
  asked_ = world_.clock().now();
  const auto sent = co_await with_timeout(world_.clock(), interval, socket_.ping());
  if (!sent || unanswered_ < unanswered_max) co_return;
  condemn(CloseHow::fin, 0, "the peer does not answer pings");
  co_await close();
}

void Connection::note_violation(std::string what) {
  recorder_.add(history::ProtocolViolated{
      .connection = label_.number, .peer = label_.peer, .what = std::move(what)});
}

void Connection::finish() {
  const WebSocket::End& end = socket_.end();
  history::ConnectionClosed record{.connection = label_.number,
                                   .peer = label_.peer,
                                   .app = label_.app_id,
                                   .by = {},
                                   .reason = {}};
  if (ending_) {
    record.by = "platform";
    record.close_code = ending_->close_code;
    record.reason = ending_->reason;
  } else if (end.close_code != 0) {
    record.by = "peer";
    record.close_code = end.close_code;
    record.reason = end.close_reason;
  } else if (end.transport == asio::error::message_size) {
    note_violation("a message larger than the limit");
    record.by = "platform";
    record.close_code = 1009;
  } else {
    vanished_ = true;
    record.by = "transport";
    record.reason = end.transport ? end.transport.message() : "";
  }
  if (!ending_) ending_ = Ending{};
  recorder_.add(std::move(record));
  socket_.abort();
  pinged_.set();
  ended_.set();
}

}  // namespace stormlark::mock
