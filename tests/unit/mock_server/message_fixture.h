#pragma once

#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace stormlark::mock {

/// A platform with two apps, of which the second is a stranger to the first one's chats between
/// two.
class MessageTest : public PlatformTest {
 protected:
  void SetUp() override {
    options.apps.push_back(
        {.id = "cli_ffffffffffffffff", .secret = "other-secret", .bot_name = "Other"});
    start();
    stranger = std::make_unique<RawBot>(world, door, options.apps[1].id, options.apps[1].secret);
  }
  void TearDown() override {
    stranger.reset();
    PlatformTest::TearDown();
  }

  std::string write_in_group(const std::string& token, const std::string& group = "team") {
    return platform->accept({.chat = group,
                             .chat_type = "group",
                             .user = "alice",
                             .text = "hello " + token,
                             .token = token,
                             .purpose = "traffic",
                             .app_id = {}});
  }

  static std::string body(const std::string& type, const std::string& content,
                          boost::json::object more = {}) {
    more["msg_type"] = type;
    more["content"] = content;
    return boost::json::serialize(more);
  }
  static std::string text(const boost::json::object& data, std::string_view key) {
    return std::string(data.at(key).as_string());
  }
  static std::string path(const std::string& message_id) {
    return std::string(protocol::path::messages) + "/" + message_id;
  }

  /// The message object as the API shows it.
  boost::json::object shown(const std::string& message_id) {
    return bot->call("GET", path(message_id)).data.at("items").at(0).as_object();
  }
  std::string content_of(const std::string& message_id) {
    return text(shown(message_id).at("body").as_object(), "content");
  }
  std::string chat_of(const std::string& message_id) { return text(shown(message_id), "chat_id"); }
  /// The id of a bot's reply.
  std::string reply(const std::string& message_id, const std::string& type,
                    const std::string& content) {
    return text(bot->call("POST", reply_target(message_id), body(type, content)).data,
                "message_id");
  }

  std::unique_ptr<RawBot> stranger;
};

}  // namespace stormlark::mock
