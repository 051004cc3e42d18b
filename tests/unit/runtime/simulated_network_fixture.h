#pragma once

#include "runtime/simulated/network.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace stormlark {

/// What became of an operation that was started, and when.
template <class T>
struct Pending {
  std::optional<T> value;
  Clock::time_point ended_at;
  asio::cancellation_signal cancellation;

  bool done() const { return value.has_value(); }
  error_code error() const { return value->has_error() ? value->error() : error_code(); }
};

/// Two processes on hosts of their own, `bot` and `platform`, polled by hand.
class SimulatedNetworkTest : public testing::Test {
 protected:
  struct Program {
    explicit Program(SimulatedNetwork& wires, const std::string& host)
        : network(wires.attach(host, loop.get_executor())) {}
    asio::io_context loop{1};
    std::unique_ptr<ProcessNetwork> network;
  };
  struct Ends {
    Stream bot;
    Stream platform;
  };

  static constexpr Wire ten_ms{.latency = 10ms, .jitter = 0ms};
  const Endpoint door{"127.0.0.1", 443};

  Timeline timeline;
  SimulatedNetwork network{timeline, Prng(7)};
  Program bot{network, "bot"};
  Program platform{network, "platform"};
  std::unique_ptr<Listener> listener;
  Clock::time_point began = timeline.now();

  void SetUp() override {
    set_both(ten_ms);
    listener = platform.network->listen(door).value();
  }

  void set_there(const Wire& wire) { network.set_wire("bot", "platform", wire); }
  void set_back(const Wire& wire) { network.set_wire("platform", "bot", wire); }
  void set_both(const Wire& wire) {
    set_there(wire);
    set_back(wire);
  }
  static Wire blackhole() { return {.latency = 10ms, .jitter = 0ms, .blackhole = true}; }

  Clock::duration elapsed() const { return timeline.now() - began; }

  void poll_all() {
    while (bot.loop.poll() + platform.loop.poll() > 0) restart_all();
    restart_all();
  }
  void restart_all() {
    bot.loop.restart();
    platform.loop.restart();
  }

  /// Lets virtual time pass.
  void run_for(Clock::duration span) {
    run_until([] { return false; }, span);
  }
  bool run_until(const std::function<bool()>& condition, Clock::duration limit) {
    bool over = false;
    const auto end = timeline.after(limit, [&over] { over = true; });
    for (poll_all(); !over && !condition(); poll_all()) timeline.advance();
    timeline.withdraw(end);
    return condition();
  }

  template <class T>
  std::shared_ptr<Pending<T>> start(Program& program, awaitable<T> operation) {
    auto pending = std::make_shared<Pending<T>>();
    auto ended = [this, pending](std::exception_ptr failure, T value) {
      if (failure) std::rethrow_exception(failure);
      pending->ended_at = timeline.now();
      pending->value.emplace(std::move(value));
    };
    asio::co_spawn(program.loop, std::move(operation),
                   asio::bind_cancellation_slot(pending->cancellation.slot(), std::move(ended)));
    poll_all();
    return pending;
  }

  /// Runs `operation` to its end and returns its value.
  template <class T>
  T finish(std::shared_ptr<Pending<T>> pending) {
    if (!run_until([&pending] { return pending->done(); }, 1h)) {
      throw std::runtime_error("the operation does not end");
    }
    return std::move(*pending->value);
  }
  template <class T>
  T run(Program& program, awaitable<T> operation) {
    return finish(start(program, std::move(operation)));
  }

  /// The two ends of a new connection.
  Ends connect() {
    const auto accepting = start(platform, listener->accept());
    Stream near = run(bot, bot.network->connect(door)).value();
    Stream far = finish(accepting).value();
    began = timeline.now();
    return {std::move(near), std::move(far)};
  }

  static awaitable<Result<void>> send(Stream& stream, std::string text) {
    auto sent = co_await write_all(stream, asio::buffer(text));
    co_return sent;
  }

  /// Reads until the stream ends; then ` <the error>` where that was not an end in order.
  static awaitable<std::string> read_to_end(Stream& stream) {
    std::string text;
    char buffer[1024];
    for (;;) {
      const auto n = co_await read_some(stream, asio::buffer(buffer));
      if (!n && n.error() != asio::error::eof) text += " <" + n.error().message() + ">";
      if (!n) co_return text;
      text.append(buffer, *n);
    }
  }

  /// What one read gives.
  static awaitable<Result<std::string>> receive(Stream& stream) {
    std::string text(1024, '\0');
    const auto n = co_await read_some(stream, asio::buffer(text));
    if (!n) co_return n.error();
    text.resize(*n);
    co_return text;
  }
};

}  // namespace stormlark
