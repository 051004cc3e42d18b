#pragma once

#include "mock_server/platform.h"
#include "runtime/manual_world.h"
#include "tests/support/raw_bot.h"
#include "tests/support/run_to_end.h"
#include "tests/support/spelled_fault.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace stormlark::mock {

/// A platform in virtual time with one front door, called `bot`, and a bot that comes through it.
class PlatformTest : public testing::Test {
 protected:
  /// Starts the platform; tests set `options` before.
  void start() {
    platform = std::make_unique<Platform>(world, recorder, options);
    door = platform->listen("bot", {"platform.test", 0}).value();
    bot = std::make_unique<RawBot>(world, door, options.apps[0].id, options.apps[0].secret);
  }

  void TearDown() override {
    bot.reset();
    if (platform) run_to_end(world, platform->stop(), 1min);
    EXPECT_EQ(world.log_text(), "");
  }

  /// A user writes; the text holds the token.
  std::string write(const std::string& token, const std::string& chat = "alice") {
    return platform->accept({.chat = chat,
                             .chat_type = "p2p",
                             .user = {},
                             .text = "hello " + token,
                             .token = token,
                             .purpose = "traffic",
                             .app_id = {}});
  }

  void begin(const std::string& name, const std::string& fault) {
    platform->begin_fault(name, spelled_fault(fault));
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
  template <class T>
  T last() const {
    const auto all = records<T>();
    if (all.empty()) throw std::runtime_error("no such record");
    return all.back();
  }
  /// Evidence of a fault, in order.
  std::vector<std::string> effects(const std::string& fault) const {
    std::vector<std::string> found;
    for (const auto& effect : records<history::FaultTookEffect>()) {
      if (effect.fault == fault) found.push_back(effect.evidence);
    }
    return found;
  }

  ManualWorld world;
  history::Recorder recorder{world.clock(), world.executor()};
  PlatformOptions options;
  std::unique_ptr<Platform> platform;
  Endpoint door;
  std::unique_ptr<RawBot> bot;
};

}  // namespace stormlark::mock
