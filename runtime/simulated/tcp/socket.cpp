#include "runtime/simulated/tcp/socket.h"

#include <algorithm>
#include <utility>

#include <boost/asio/error.hpp>

namespace stormlark::tcp {
namespace {

constexpr std::size_t window_bytes = 256 * 1024;

}  // namespace

awaitable<error_code> Socket::connected() {
  return connect_.wait(process_);
}

void Socket::read(asio::mutable_buffer to, Handler done) {
  if (const auto outcome = try_read(to)) {
    process_->complete(std::move(done), outcome->ec, outcome->bytes);
    return;
  }
  read_to_ = to;
  read_.begin(process_, std::move(done));
}

void Socket::write(asio::const_buffer from, Handler done) {
  if (const auto outcome = try_write(from)) {
    process_->complete(std::move(done), outcome->ec, outcome->bytes);
    return;
  }
  write_from_ = from;
  write_.begin(process_, std::move(done));
}

void Socket::finish() {
  if (!joined() || std::exchange(sent_all_, true)) return;
  out_.send({Segment::Kind::finish});
  serve_writer();
}

void Socket::close() {
  const bool unread = arrived_ > 0;
  if (unread) return reset();
  const bool ends = joined() && !sent_all_;
  give_up();
  if (ends) out_.send({Segment::Kind::finish});
}

void Socket::reset() {
  const bool ends = joined();
  give_up();
  if (!ends) return;
  out_.drop();
  out_.send({Segment::Kind::reset});
}

void Socket::receive(Segment segment) {
  const bool nobody_reads = over() || received_all_;
  switch (segment.kind) {
    case Segment::Kind::opened:
      if (over()) return out_.send({Segment::Kind::reset});
      state_ = State::open;
      out_.send({Segment::Kind::confirmed});
      return connect_.end({});
    case Segment::Kind::bytes:
      if (nobody_reads) return out_.send({Segment::Kind::reset});
      arrived_ += segment.bytes;
      return serve_reader();
    case Segment::Kind::window:
      window_announced_ = false;
      return serve_writer();
    case Segment::Kind::finish:
      received_all_ = true;
      return serve_reader();
    case Segment::Kind::reset:
      return break_off();
    case Segment::Kind::open:
    case Segment::Kind::confirmed:
      return;  // for the listener, not for the socket
  }
}

std::optional<Socket::Outcome> Socket::try_read(asio::mutable_buffer to) {
  if (given_up()) return Outcome{asio::error::bad_descriptor};
  if (broken_) return Outcome{asio::error::connection_reset};
  if (to.size() == 0) return Outcome{};
  if (arrived_ == 0) {
    if (received_all_) return Outcome{asio::error::eof};
    return std::nullopt;
  }
  const std::size_t bytes = asio::buffer_copy(to, received_.data(), arrived_);
  received_.consume(bytes);
  arrived_ -= bytes;
  const bool writer_waits = peer_.write_.under_way();
  if (writer_waits && !std::exchange(peer_.window_announced_, true)) {
    out_.send({Segment::Kind::window});
  }
  return Outcome{{}, bytes};
}

std::optional<Socket::Outcome> Socket::try_write(asio::const_buffer from) {
  if (given_up()) return Outcome{asio::error::bad_descriptor};
  if (broken_ || sent_all_) return Outcome{asio::error::broken_pipe};
  if (from.size() == 0) return Outcome{};
  const std::size_t room = window_bytes - peer_.received_.size();
  const std::size_t bytes = std::min(from.size(), room);
  if (bytes == 0) return std::nullopt;
  peer_.received_.commit(asio::buffer_copy(peer_.received_.prepare(bytes), from));
  out_.send({Segment::Kind::bytes, bytes});
  return Outcome{{}, bytes};
}

void Socket::serve_reader() {
  if (!read_.under_way()) return;
  if (const auto outcome = try_read(read_to_)) read_.end(outcome->ec, outcome->bytes);
}

void Socket::serve_writer() {
  if (!write_.under_way()) return;
  if (const auto outcome = try_write(write_from_)) write_.end(outcome->ec, outcome->bytes);
}

void Socket::give_up() {
  state_ = State::closed;
  arrived_ = 0;
  connect_.end(asio::error::operation_aborted);
  read_.end(asio::error::operation_aborted);
  write_.end(asio::error::operation_aborted);
}

// A reset takes along what has arrived and was not read.
void Socket::break_off() {
  if (over()) return;
  broken_ = true;
  arrived_ = 0;
  connect_.end(asio::error::connection_refused);
  read_.end(asio::error::connection_reset);
  write_.end(asio::error::connection_reset);
}

}  // namespace stormlark::tcp
