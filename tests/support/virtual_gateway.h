#pragma once

#include "gateway/gateway.h"
#include "mock_server/platform.h"
#include "runtime/manual_world.h"
#include "tests/support/run_to_end.h"
#include "tests/support/spelled_fault.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace stormlark::gateway {

/// A gateway from its start to its exit status.
class Life {
 public:
  Life(ManualWorld& world, const Config& config, Parts parts = production_parts())
      : gateway_(std::make_unique<Gateway>(world, config, std::move(parts))) {
    asio::co_spawn(world.executor(), gateway_->run(),
                   [this](const std::exception_ptr& failure, ExitStatus status) {
                     EXPECT_FALSE(failure);
                     status_ = status;
                   });
  }
  const std::optional<ExitStatus>& status() const { return status_; }

 private:
  std::unique_ptr<Gateway> gateway_;
  std::optional<ExitStatus> status_;
};

/// A platform in virtual time, and the configuration of a gateway that finds it.
class GatewayInVirtualTime : public testing::Test {
 protected:
  GatewayInVirtualTime() : platform(world, recorder, {}) {
    const auto door = platform.listen("bot", {"platform.test", 0}).value();
    config.app = {.id = platform.app().id, .secret = platform.app().secret};
    config.platform.url = "http://" + door.to_string();
    config.link.reconnect_nonce = 0s;
    config.journal.path = "/work/journal.db";
    config.health.listen = Endpoint{"health.test", 8484};
  }
  ~GatewayInVirtualTime() override { run_to_end(world, platform.stop(), 1min); }

  bool connects(Clock::duration limit = 1min) {
    return world.run_until([&] { return platform.connections(config.app.id) == 1; }, limit);
  }
  void writes(const std::string& token, const std::string& chat = "alice",
              const std::string& chat_type = "p2p") {
    mock::UserMessage message;
    message.chat = chat;
    message.chat_type = chat_type;
    message.text = "hello " + token;
    message.token = token;
    platform.accept(message);
  }
  /// The records of one type so far.
  template <class T>
  std::vector<T> records() const {
    std::vector<T> found;
    for (const auto& record : recorder.history()) {
      if (const T* event = record.template as<T>()) found.push_back(*event);
    }
    return found;
  }
  std::vector<std::string> answers() const {
    std::vector<std::string> texts;
    for (const auto& answer : records<history::AnswerVisible>()) texts.push_back(answer.text);
    return texts;
  }
  bool answered(std::size_t count, Clock::duration limit) {
    return world.run_until([&] { return answers().size() >= count; }, limit);
  }
  /// Asks a gateway to stop and returns its exit status.
  std::optional<ExitStatus> stop(const Life& life) {
    world.request_stop();
    world.run_until([&] { return life.status().has_value(); }, 1min);
    return life.status();
  }

  ManualWorld world;
  history::Recorder recorder{world.clock(), world.executor()};
  mock::Platform platform;
  Config config;
};

}  // namespace stormlark::gateway
