#pragma once

#include "runtime/http_server.h"
#include "runtime/manual_world.h"
#include "runtime/task_group.h"
#include "runtime/url.h"

#include <exception>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

namespace stormlark {

/// Tests of peers that talk over a simulated network in virtual time. What a test leaves running is
/// stopped, and must then end.
class NetworkTest : public testing::Test {
 protected:
  ManualWorld world;
  TaskGroup tasks{world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }};

  void TearDown() override {
    tasks.stop();
    EXPECT_TRUE(world.run_until([this] { return tasks.empty(); }, 1min)) << "a task does not end";
  }

  /// Runs `operation` to its end and returns its value.
  template <class T>
  T run(awaitable<T> operation) {
    std::optional<T> value;
    auto done = [&value](std::exception_ptr failure, T result) {
      if (failure) std::rethrow_exception(failure);
      value.emplace(std::move(result));
    };
    boost::asio::co_spawn(world.executor(), std::move(operation), done);
    if (!world.run_until([&value] { return value.has_value(); }, 1h)) {
      throw std::runtime_error("the operation does not end");
    }
    return std::move(*value);
  }

  /// As `run`, for operations without a value.
  void run(awaitable<void> operation) {
    TaskGroup only(world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); });
    only.spawn(std::move(operation));
    if (!world.run_until([&only] { return only.empty(); }, 1h)) {
      throw std::runtime_error("the operation does not end");
    }
  }

  /// Two ends of one connection: the client's and the server's.
  std::pair<Stream, Stream> connected_streams() {
    const auto door = world.network().listen({"far", 0}).value();
    auto near = run(world.network().connect(door->local_endpoint())).value();
    auto far = run(door->accept()).value();
    return {std::move(near), std::move(far)};
  }

  /// How much virtual time `action` takes.
  template <class Action>
  Clock::duration time_of(Action action) {
    const auto began = world.clock().now();
    action();
    return world.clock().now() - began;
  }

  static Url url(const std::string& text) { return parse_url(text).value(); }
};

/// Reads until the stream ends; adds ` <reset>` to the text when it ended by a reset.
inline awaitable<std::string> read_text(Stream& stream) {
  std::string text;
  char buffer[1024];
  for (;;) {
    const auto n = co_await read_some(stream, asio::buffer(buffer));
    if (!n && n.error() == asio::error::connection_reset) text += " <reset>";
    if (!n) co_return text;
    text.append(buffer, *n);
  }
}

/// Sends `request` as it is and reads until the server ends the connection.
inline awaitable<std::string> raw_exchange(Network& network, Endpoint to, std::string request) {
  auto stream = co_await network.connect(to);
  co_await write_all(*stream, asio::buffer(request));
  std::string text = co_await read_text(*stream);
  co_return text;
}

}  // namespace stormlark
