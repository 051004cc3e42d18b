#include "fault_proxy/pipe.h"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

namespace stormlark::proxy {
namespace {

using namespace asio::experimental::awaitable_operators;

constexpr std::size_t read_bytes_max = 64 * 1024;
// Fills a path of 40 MB/s and 100 ms.
constexpr std::size_t inside_bytes_max = 4 * 1024 * 1024;

}  // namespace

Pipe::Pipe(World& world, Evidence& evidence, Direction direction, EndHandler on_end)
    : clock_(world.clock()),
      chain_([this, &evidence, direction](const std::string& fault, const Chunk& chunk,
                                          const Verdict& verdict) {
        evidence.judged(fault, direction, chunk, verdict, carried_.name());
      }),
      on_end_(std::move(on_end)),
      news_(world.executor()),
      room_(world.executor()) {}

void Pipe::add_rule(std::string fault, Rule rule) {
  chain_.add(std::move(fault), std::move(rule));
}

void Pipe::remove_rule(const std::string& fault) {
  chain_.remove(fault, clock_.now());
  news_.ring();
}

void Pipe::enter(Chunk chunk) {
  chain_.enter(std::move(chunk), clock_.now());
  news_.ring();
}

void Pipe::take(std::string bytes) {
  carried_.hear(bytes);
  enter({Chunk::Kind::data, std::move(bytes)});
}

void Pipe::abandon() {
  abandoned_ = true;
  news_.ring();
  room_.ring();
}

awaitable<bool> Pipe::carry(Chunk chunk) {
  std::size_t bytes_left = chunk.bytes.size();
  enter(std::move(chunk));
  do {  // rules may have cut it into pieces
    const auto piece = co_await next();
    if (!piece) co_return false;
    bytes_left -= piece->bytes.size();
  } while (bytes_left > 0);
  co_return true;
}

awaitable<void> Pipe::run(Stream& from, Stream& to) {
  buffer_ = std::make_unique_for_overwrite<char[]>(read_bytes_max);
  co_await (receive(from) && deliver(to));
}

awaitable<void> Pipe::receive(Stream& from) {
  while (!abandoned_) {
    room_.arm();
    if (chain_.bytes() >= inside_bytes_max) {
      co_await room_.wait();
      continue;
    }
    const auto n = co_await read_some(from, asio::buffer(buffer_.get(), read_bytes_max));
    if (n) {
      take(std::string(buffer_.get(), *n));
      continue;
    }
    const bool ours = abandoned_ || n.error() == asio::error::operation_aborted;
    if (!ours) enter({n.error() == asio::error::eof ? Chunk::Kind::fin : Chunk::Kind::reset});
    co_return;
  }
}

awaitable<void> Pipe::deliver(Stream& to) {
  for (;;) {
    auto chunk = co_await next();
    if (!chunk) co_return;
    room_.ring();
    const bool alive = co_await deliver_one(to, std::move(*chunk));
    if (!alive) co_return;
  }
}

awaitable<bool> Pipe::deliver_one(Stream& to, Chunk chunk) {
  if (chunk.kind == Chunk::Kind::reset) {
    on_end_(End::reset);
    co_return false;
  }
  if (chunk.kind == Chunk::Kind::fin) {
    co_await shutdown_send(to);
    on_end_(End::fin);
    co_return true;
  }
  const auto written = co_await write_all(to, asio::buffer(chunk.bytes));
  if (!written) on_end_(End::broken);
  co_return written.has_value();
}

awaitable<std::optional<Chunk>> Pipe::next() {
  while (!abandoned_) {
    news_.arm();
    auto chunk = chain_.leave(clock_.now());
    if (chunk) co_return chunk;
    const auto due = chain_.next_due();
    error_code ec;
    if (due) {
      ec = co_await news_.wait_until(clock_, *due);
    } else {
      ec = co_await news_.wait();
    }
    if (ec == asio::error::operation_aborted) break;  // the proxy stops
  }
  co_return std::nullopt;
}

}  // namespace stormlark::proxy
