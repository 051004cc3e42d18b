#include "gateway/link/connection.h"

#include "runtime/task_failures.h"
#include "runtime/timeout.h"

#include <algorithm>
#include <bit>

#include <boost/asio/error.hpp>

#include <fmt/format.h>

namespace stormlark::gateway {
namespace {

namespace header = protocol::header;

// A process that was stopped wakes with its timers due and its peer's bytes still unread.
constexpr Clock::duration woken_late = 100ms;
constexpr Clock::duration time_to_read = 20ms;

constexpr std::uint16_t close_normal = 1000;

}  // namespace

Connection::Connection(World& world, WebSocket socket, Options options,
                       std::unique_ptr<Liveness> liveness, Hooks hooks,
                       std::shared_ptr<spdlog::logger> log)
    : world_(world),
      socket_(std::move(socket)),
      options_(std::move(options)),
      liveness_(std::move(liveness)),
      hooks_(std::move(hooks)),
      log_(log),
      over_(world.executor()),
      tasks_(world.executor(), [this](const std::exception_ptr& failure) {
        fail(LinkFailure::Kind::lost,
             "an internal error ended one of its tasks: " + message_of(failure));
      }) {}

awaitable<LinkFailure> Connection::serve() {
  // Its tasks must be joined however this ends, so cancellation is looked at, not thrown.
  co_await asio::this_coro::throw_if_cancelled(false);
  tasks_.spawn(read_frames());
  tasks_.spawn(keep_alive());
  const error_code cancelled = co_await over_.wait();
  if (stopping_ && !cancelled) {
    co_await socket_.close(close_normal);
  } else {
    socket_.abort(true);  // found dead or broken: a closing handshake would only wait
  }
  tasks_.stop();
  while (!tasks_.empty()) co_await tasks_.join();
  co_return failure_;
}

void Connection::stop() {
  stopping_ = true;
  over_.set();
}

void Connection::fail(LinkFailure::Kind kind, std::string text) {
  if (over_.is_set()) return;  // the first reason is the one that counts
  failure_ = {.kind = kind, .text = std::move(text), .retry_after = {}};
  over_.set();
}

awaitable<void> Connection::read_frames() {
  for (;;) {
    Result<WebSocket::Message> message = co_await socket_.read();
    if (!message) break;
    if (!over_.is_set()) receive(std::move(*message));
  }
  const WebSocket::End& end = socket_.end();
  if (end.transport == asio::error::message_size) {
    fail(LinkFailure::Kind::lost, "a message larger than link.message_bytes_max");
  } else if (end.close_code == 0) {
    fail(LinkFailure::Kind::lost, end.transport.message());
  } else {
    const bool normal = end.close_code == close_normal;
    fail(normal ? LinkFailure::Kind::replaced : LinkFailure::Kind::lost,
         fmt::format("closed by the platform with {} {}", end.close_code, end.close_reason));
  }
}

void Connection::receive(WebSocket::Message message) {
  if (!message.binary) return ignore("text message");
  auto frame = protocol::decode(message.bytes);
  if (!frame) return ignore("frame that cannot be decoded");
  if (frame->method == protocol::method_control) {
    receive_control(*frame);
  } else if (frame->method == protocol::method_data) {
    hooks_.data(std::move(*frame), [weak = weak_from_this()](protocol::Frame ack) {
      if (const auto connection = weak.lock()) connection->send(std::move(ack));
    });
  } else {
    ignore("frame of unknown method");
  }
}

void Connection::receive_control(const protocol::Frame& frame) {
  const std::string_view type = frame.header(header::type);
  if (type == header::type_pong) {
    receive_pong(frame);
  } else if (type != header::type_ping) {
    ignore("control frame of unknown type");
  } else if (hooks_.answers_server_ping()) {
    send(protocol::make_pong(frame.service, {}));
  }
}

void Connection::receive_pong(const protocol::Frame& frame) {
  const std::string payload = frame.payload.value_or("");
  if (const auto config = hooks_.pong_config(payload)) {
    hooks_.configured(*config);
  } else if (!payload.empty()) {
    ignore("pong whose configuration is not JSON");
  }
}

void Connection::ignore(std::string_view what) {
  // Warns of the 1st, 2nd, 4th, 8th …, so that a peer cannot fill the log.
  if (std::has_single_bit(++ignored_)) {
    log_->warn("ignored {} conn={} ignored={}", what, options_.name, ignored_);
  }
}

awaitable<void> Connection::keep_alive() {
  Clock& clock = world_.clock();
  auto next_ping = clock.now();
  auto wake_at = next_ping;
  for (;;) {
    if (clock.now() > wake_at + woken_late) co_await sleep_for(clock, time_to_read);
    const auto now = clock.now();
    liveness_->received(socket_.last_received());
    auto dead_at = liveness_->dead_at();
    if (dead_at && *dead_at <= now) {
      const auto silence = (now - socket_.last_received()) / 1ms;
      fail(LinkFailure::Kind::lost, fmt::format("nothing received for {} ms, link dead", silence));
      co_return;
    }
    if (now >= next_ping) {
      liveness_->ping_sent(now);
      send(protocol::make_ping(options_.service));
      next_ping = now + hooks_.ping_interval();
      dead_at = liveness_->dead_at();
    }
    wake_at = std::min(next_ping, dead_at.value_or(next_ping));
    const error_code cancelled = co_await sleep_until(clock, wake_at);
    if (cancelled) co_return;
  }
}

void Connection::send(protocol::Frame frame) {
  if (!over_.is_set()) tasks_.spawn(write(protocol::encode(frame)));
}

awaitable<void> Connection::write(std::string bytes) {
  // Acks that go nowhere while pushes keep coming in: only a write that does not end tells.
  const Result<void> written = co_await with_timeout(world_.clock(), options_.write_timeout,
                                                     socket_.send_binary(std::move(bytes)));
  if (!written) fail(LinkFailure::Kind::lost, "cannot write: " + written.error().message());
}

}  // namespace stormlark::gateway
