#include "gateway/config.h"

#include "runtime/manual_world.h"
#include "runtime/real_world.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::string_view app =
    "app:\n"
    "  id: cli_a1b2c3d4e5f60718\n"
    "  secret_file: secret\n";

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() { EXPECT_TRUE(world_.disk().write_file("secret", "s3cret-of-the-app\n")); }

  LoadedConfig load(std::string_view text) {
    EXPECT_TRUE(world_.disk().write_file("gateway.yaml", std::string(text)));
    return load_config(world_, "gateway.yaml");
  }
  LoadedConfig load_with_app(std::string_view more) {
    return load(std::string(app) + std::string(more));
  }

  /// The line about what is wrong with the file.
  std::string problem(std::string_view text) {
    try {
      load(text);
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "no error";
  }
  std::string problem_with_app(std::string_view more) {
    return problem(std::string(app) + std::string(more));
  }

  ManualWorld world_;
};

TEST_F(ConfigTest, TheSmallestFileLeavesTheDefaults) {
  const auto [config, warnings] = load(app);
  EXPECT_EQ(config.app.id, "cli_a1b2c3d4e5f60718");
  EXPECT_EQ(config.app.secret, "s3cret-of-the-app");
  EXPECT_EQ(config.platform.url, "https://open.feishu.cn");
  EXPECT_EQ(config.link.pong_deadline, 5s);
  EXPECT_EQ(config.link.ping_interval, std::nullopt);
  EXPECT_EQ(config.brain.kind, "echo");
  EXPECT_EQ(config.health.listen, std::nullopt);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(ConfigTest, ReadsEveryKey) {
  const std::string pem = world_.tls().make_authority()->certificate_pem();
  ASSERT_TRUE(world_.disk().write_file("ca.pem", pem));
  const Config config =
      load_with_app(
          "platform: {url: 'http://127.0.0.1:9', ca_file: ca.pem, proxy: 'http://127.0.0.1:3128', "
          "call_timeout: 3s}\n"
          "link: {discovery_timeout: 1s, dial_timeout: 2s, handshake_timeout: 3s, pong_deadline: "
          "4s, backoff_min: 5ms, backoff_max: 6min, ping_interval: 7s, reconnect_nonce: 0, "
          "message_bytes_max: 8}\n"
          "journal: {path: /var/lib/bot.db, retention: 48h}\n"
          "desk: {turn_deadline: 9s, chats_parallel_max: 10}\n"
          "brain: {delay: 20s}\n"
          "outbox: {retry_min: 11ms, retry_max: 12s, give_up_after: 13h}\n"
          "drain: {deadline: 0, grace: 14s}\n"
          "lock: {directory: /run/lock}\n"
          "health: {listen: '[::1]:8484'}\n"
          "log: {format: json, level: debug}\n")
          .config;
  EXPECT_EQ(config.platform.ca_pem, pem);
  EXPECT_EQ(config.platform.proxy, "http://127.0.0.1:3128");
  EXPECT_EQ(config.link.backoff_max, 6min);
  EXPECT_EQ(config.link.ping_interval, 7s);
  EXPECT_EQ(config.link.reconnect_nonce, 0s);
  EXPECT_EQ(config.link.message_bytes_max, 8U);
  EXPECT_EQ(config.journal.retention, 48h);
  EXPECT_EQ(config.desk.chats_parallel_max, 10U);
  EXPECT_EQ(config.brain.delay, 20s);
  EXPECT_EQ(config.outbox.give_up_after, 13h);
  EXPECT_EQ(config.drain.deadline, 0s);
  EXPECT_EQ(config.lock.directory, "/run/lock");
  EXPECT_EQ(config.health.listen, (Endpoint{"::1", 8484}));
  EXPECT_EQ(config.log.format, "json");
}

TEST_F(ConfigTest, TheSecretMayComeFromTheEnvironment) {
  world_.set_environment("BOT_SECRET", "from-the-environment");
  const std::string text = "app: {id: cli_a1b2c3d4e5f60718, secret_env: BOT_SECRET}\n";
  EXPECT_EQ(load(text).config.app.secret, "from-the-environment");
  EXPECT_EQ(load(text).config.brain.withheld_variable, "BOT_SECRET");
  EXPECT_EQ(problem("app: {id: cli_a1b2c3d4e5f60718, secret_env: OTHER}\n"),
            "gateway.yaml:1: app.secret_env: the environment variable OTHER is not set; it must "
            "hold the app's secret");
}

TEST_F(ConfigTest, WarnsOfASecretThatOthersCanRead) {
  world_.files().set_permissions("secret", 0644);
  EXPECT_THAT(load(app).warnings,
              ElementsAre("gateway.yaml:3: app.secret_file: secret can be read by others (mode "
                          "0644); run chmod 600 secret"));
}

TEST_F(ConfigTest, ASecretInTheFileIsRefusedWithTheReasonAndNeverRepeated) {
  EXPECT_EQ(problem("app: {id: cli_a1b2c3d4e5f60718, secret: hunter2}\n"),
            "gateway.yaml:1: app.secret: a secret in a configuration file ends up in backups and "
            "repositories; put it in a file of its own and name that as app.secret_file, or name "
            "a variable as app.secret_env");
}

TEST_F(ConfigTest, AMissingFileSaysSo) {
  try {
    load_config(world_, "elsewhere.yaml");
    FAIL() << "loaded a file that does not exist";
  } catch (const ConfigError& error) {
    EXPECT_STREQ(error.what(), "elsewhere.yaml: cannot be read: No such file or directory");
  }
}

TEST_F(ConfigTest, WhatIsNotAConfigurationIsOneLine) {
  EXPECT_EQ(problem(""),
            "gateway.yaml: is empty; it needs at least app.id and app.secret_file or "
            "app.secret_env");
  EXPECT_EQ(problem("# only a comment\n"), problem(""));
  EXPECT_EQ(problem("just words\n"), "gateway.yaml:1: must be a mapping of keys to values");
  EXPECT_EQ(problem("app: {id: [\n"), "gateway.yaml:2: not YAML: end of sequence flow not found");
  EXPECT_EQ(problem("app: *nobody\n"),
            "gateway.yaml:1: not YAML: the referenced anchor is not defined");
}

TEST_F(ConfigTest, MissingKeysAreNamedWithTheirCure) {
  EXPECT_EQ(problem("link: {}\n"),
            "gateway.yaml:1: app.id: missing; it is cli_ and 16 hexadecimal digits, as the "
            "developer console shows it");
  EXPECT_EQ(problem("\n\napp:\n  id: cli_a1b2c3d4e5f60718\n"),
            "gateway.yaml:3: app.secret_file: missing; name a file that holds the app's secret, "
            "or a variable as app.secret_env");
  EXPECT_EQ(problem_with_app("brain: {kind: command}\n"),
            "gateway.yaml:4: brain.command: missing; brain.kind is command, so name the program "
            "to run");
}

struct BadLine {
  const char* more;      ///< follows the three lines about the app
  const char* expected;  ///< what the error says after `gateway.yaml:`
};

void PrintTo(const BadLine& line, std::ostream* out) {
  *out << line.more;
}

class BadLineTest : public ConfigTest, public testing::WithParamInterface<BadLine> {};

TEST_P(BadLineTest, IsOneLineThatNamesPlaceKeyAndCure) {
  EXPECT_EQ(problem_with_app(GetParam().more), std::string("gateway.yaml:") + GetParam().expected);
}

const BadLine bad_lines[] = {
    {"link:\n  pong_deadlin: 3s\n",
     "5: link.pong_deadlin: unknown key; did you mean pong_deadline?"},
    {"linc: {}\n", "4: linc: unknown key; did you mean link?"},
    {"lock: {colour: red}\n", "4: lock.colour: unknown key; known: directory"},
    {"link: {dial_timeout: 5}\n",
     "4: link.dial_timeout: '5' is not a duration; write a number with its unit, such as 300ms, "
     "5s or 2min"},
    {"link: {dial_timeout: -5s}\n", "4: link.dial_timeout: must not be negative, but is -5s"},
    {"link: {dial_timeout: 0s}\n", "4: link.dial_timeout: must be longer than 0"},
    {"link: {dial_timeout: }\n",
     "4: link.dial_timeout: has no value; it must be a duration, such as 300ms, 5s or 2min"},
    {"link: {dial_timeout: [1s]}\n",
     "4: link.dial_timeout: must be a duration, such as 300ms, 5s or 2min"},
    {"link: {dial_timeout: 1s, dial_timeout: 2s}\n",
     "4: link.dial_timeout: given twice, first in line 4"},
    {"link: fast\n", "4: link: must be a mapping of keys to values"},
    {"link: {backoff_min: 10s, backoff_max: 1s}\n",
     "4: link.backoff_max: must not be shorter than link.backoff_min"},
    {"outbox:\n  retry_min: 1h\n",
     "4: outbox.retry_max: must not be shorter than outbox.retry_min"},
    {"desk: {chats_parallel_max: many}\n",
     "4: desk.chats_parallel_max: must be a whole number of at least 1, but is many"},
    {"desk: {chats_parallel_max: 0}\n",
     "4: desk.chats_parallel_max: must be a whole number of at least 1, but is 0"},
    {"brain: {kind: ehco}\n", "4: brain.kind: unknown value 'ehco'; did you mean echo?"},
    {"brain: {kind: command, command: python3 bot.py}\n",
     "4: brain.command: must be a list of texts, such as [python3, bot.py]"},
    {"brain: {command: [cat]}\n",
     "4: brain.command: only runs with brain.kind: command, but the kind is echo"},
    {"brain: {kind: command, command: [cat], delay: 1s}\n",
     "4: brain.delay: only for brain.kind: echo, but the kind is command"},
    {"platform: {url: open.feishu.cn}\n",
     "4: platform.url: 'open.feishu.cn' is not a URL such as https://open.feishu.cn"},
    {"platform: {url: 'ftp://bot:hunter2@open.feishu.cn'}\n",
     "4: platform.url: what is written here (with a '@') is not a URL such as "
     "https://open.feishu.cn"},
    {"platform: {proxy: 'https://bot:hunter2@proxy:3128'}\n",
     "4: platform.proxy: what is written here (with a '@') is not a proxy such as "
     "http://127.0.0.1:3128 or http://name:password@host:port; write signs such as # and / of a "
     "password as %23 and %2F"},
    {"platform: {ca_file: nowhere.pem}\n",
     "4: platform.ca_file: nowhere.pem cannot be read: No such file or directory"},
    {"health: {listen: 8484}\n",
     "4: health.listen: '8484' is not host:port, such as 127.0.0.1:8484"},
    {"health: {listen: '127.0.0.1:80800'}\n",
     "4: health.listen: '127.0.0.1:80800' is not host:port, such as 127.0.0.1:8484"},
    {"health: {listen: 'gateway.example:8484'}\n",
     "4: health.listen: 'gateway.example' is not an address; names are not looked up, so write one "
     "of this host's, such as 127.0.0.1"},
    {"health: {listen: '0.0.0.0:8484'}\n",
     "4: health.listen: 0.0.0.0 can be reached from other machines, and nobody is asked for a "
     "password; listen on 127.0.0.1, or set health.allow_remote: true"},
    {"log: {format: xml}\n", "4: log.format: unknown value 'xml'; known: text, json"},
};
INSTANTIATE_TEST_SUITE_P(All, BadLineTest, testing::ValuesIn(bad_lines));

TEST_F(ConfigTest, AnAppIdOfTheWrongShapeIsRefused) {
  EXPECT_EQ(problem("app: {id: my-bot, secret_file: secret}\n"),
            "gateway.yaml:1: app.id: 'my-bot' is not an app id; it is cli_ and 16 hexadecimal "
            "digits, as the developer console shows it");
}

TEST_F(ConfigTest, ASecretFileThatIsEmptyOrAbsentIsRefused) {
  EXPECT_EQ(problem("app: {id: cli_a1b2c3d4e5f60718, secret_file: nowhere}\n"),
            "gateway.yaml:1: app.secret_file: nowhere cannot be read: No such file or directory");
  ASSERT_TRUE(world_.disk().write_file("secret", "\n"));
  EXPECT_EQ(problem(app),
            "gateway.yaml:3: app.secret_file: secret is empty; it must hold the app's secret");
}

TEST_F(ConfigTest, AnAuthorityThatIsNoCertificateIsRefused) {
  ASSERT_TRUE(world_.disk().write_file("ca.pem", "nonsense"));
  EXPECT_THAT(problem_with_app("platform: {ca_file: ca.pem}\n"),
              StartsWith("gateway.yaml:4: platform.ca_file: ca.pem holds no certificate in PEM"));
}

TEST_F(ConfigTest, AnEmptyProxyOrAuthorityIsNone) {
  const auto config = load_with_app("platform: {proxy: '', ca_file: ''}\n").config;
  EXPECT_EQ(config.platform.proxy, "");
  EXPECT_EQ(config.platform.ca_pem, "");
}

TEST_F(ConfigTest, TheHealthEndpointMayBeOpenedOnPurpose) {
  const auto config =
      load_with_app("health: {listen: '0.0.0.0:8484', allow_remote: true}\n").config;
  EXPECT_EQ(config.health.listen, (Endpoint{"0.0.0.0", 8484}));
}

// Only the real world has programs.
TEST(BrainCommand, IsAProgramOfThisMachine) {
  asio::io_context loop(1);
  RealWorld world(loop, {.seed = 1, .log_sink = nullptr});
  const TemporaryDirectory directory;
  const std::string secret = directory.file("secret");
  const std::string path = directory.file("gateway.yaml");
  ASSERT_TRUE(world.disk().write_file(secret, "s3cret\n"));
  const auto load = [&](const std::string& command) {
    EXPECT_TRUE(world.disk().write_file(
        path, "app: {id: cli_a1b2c3d4e5f60718, secret_file: " + secret +
                  "}\nbrain: {kind: command, command: [" + command + "]}\n"));
    return load_config(world, path).config.brain.command;
  };
  EXPECT_THAT(load("sh, bot.sh"), ElementsAre("sh", "bot.sh"));
  try {
    load("no-such-program, bot.py");
    FAIL() << "took a program that does not exist";
  } catch (const ConfigError& error) {
    EXPECT_EQ(error.what(),
              path + ":2: brain.command: no-such-program cannot be run: No such file or directory");
  }
}

}  // namespace
}  // namespace stormlark::gateway
