#include "gateway/link/client_settings.h"

#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

protocol::ClientConfig told(std::optional<int> count, std::optional<int> interval_s,
                            std::optional<int> nonce_s, std::optional<int> ping_s) {
  return {.reconnect_count = count,
          .reconnect_interval_s = interval_s,
          .reconnect_nonce_s = nonce_s,
          .ping_interval_s = ping_s};
}

TEST(ClientSettingsTest, BeginsAsTheOfficialSdksDo) {
  const ClientSettings settings{Config::Link{}};
  EXPECT_EQ(settings.ping_interval, 120s);
  EXPECT_EQ(settings.reconnect_interval, 120s);
  EXPECT_EQ(settings.reconnect_nonce, 30s);
  EXPECT_EQ(settings.attempts_max, std::nullopt);
}

TEST(ClientSettingsTest, TakesWhatThePlatformSays) {
  ClientSettings settings{Config::Link{}};
  settings.apply(told(5, 7, 0, 3));
  EXPECT_EQ(settings.ping_interval, 3s);
  EXPECT_EQ(settings.reconnect_interval, 7s);
  EXPECT_EQ(settings.reconnect_nonce, 0s);
  EXPECT_EQ(settings.attempts_max, 5);
  settings.apply(told(-1, 7, 0, 3));
  EXPECT_EQ(settings.attempts_max, std::nullopt);
}

TEST(ClientSettingsTest, KeepsTheLastGoodValueOfWhatIsMissingOrAbsurd) {
  ClientSettings settings{Config::Link{}};
  settings.apply(told(5, 7, 4, 3));
  settings.apply(told({}, {}, {}, {}));
  settings.apply(told(0, 0, -1, 0));
  settings.apply(told(0, -5, -1, -120));
  EXPECT_EQ(settings.ping_interval, 3s);
  EXPECT_EQ(settings.reconnect_interval, 7s);
  EXPECT_EQ(settings.reconnect_nonce, 4s);
  EXPECT_EQ(settings.attempts_max, 5);
}

TEST(ClientSettingsTest, KeepsHugeValuesWithinLimits) {
  ClientSettings settings{Config::Link{}};
  settings.apply(told(-1, 1'000'000, 1'000'000, 1'000'000));
  EXPECT_EQ(settings.ping_interval, 600s);
  EXPECT_EQ(settings.reconnect_interval, 600s);
  EXPECT_EQ(settings.reconnect_nonce, 300s);
}

TEST(ClientSettingsTest, WhatTheOperatorFixedStays) {
  Config::Link config;
  config.ping_interval = 200ms;
  config.reconnect_nonce = 10ms;
  ClientSettings settings(config);
  settings.apply(told(-1, 7, 30, 120));
  EXPECT_EQ(settings.ping_interval, 200ms);
  EXPECT_EQ(settings.reconnect_nonce, 10ms);
}

}  // namespace
}  // namespace stormlark::gateway
