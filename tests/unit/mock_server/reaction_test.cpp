// Reactions of bots and users, and how apps learn of them.
#include "mock_server/chats/emoji.h"
#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
using history::ReactionChanged;

class ReactionTest : public PlatformTest {
 protected:
  void start() {
    options.apps[0].events = {"*"};
    options.apps.push_back(
        {.id = "cli_ffffffffffffffff", .secret = "other-secret", .bot_name = "Other"});
    PlatformTest::start();
    message = write("T1");
  }

  std::string target() const { return "/open-apis/im/v1/messages/" + message + "/reactions"; }
  static std::string reaction(const std::string& emoji) {
    return R"({"reaction_type":{"emoji_type":")" + emoji + R"("}})";
  }
  protocol::ApiAnswer react(const std::string& emoji) {
    return bot->call("POST", target(), reaction(emoji));
  }
  static std::string id_of(const protocol::ApiAnswer& answer) {
    return std::string(answer.data.at("reaction_id").as_string());
  }
  /// The next event on the link, acknowledged.
  static boost::json::object event_on(RawLink& link) {
    const auto push = link.push().value();
    link.ack(push);
    return boost::json::parse(*push.payload).as_object();
  }

  std::string message;
};

TEST(Emoji, AreAClosedListWithCase) {
  for (const char* known : {"THUMBSUP", "Typing", "CrossMark", "OnIt", "2022", "18X", "Yes"}) {
    EXPECT_TRUE(is_emoji(known)) << known;
  }
  for (const char* other : {"", " ", "OK Pin", "thumbsup", "TYPING", "NOVEL"})
    EXPECT_FALSE(is_emoji(other));
}

TEST_F(ReactionTest, ABotReactsAndTakesItBack) {
  start();
  const auto added = react("Typing");
  EXPECT_EQ(added.data.at("operator").at("operator_type"), "app");
  EXPECT_EQ(added.data.at("operator").at("operator_id").as_string(), options.apps[0].id);
  EXPECT_EQ(added.data.at("reaction_type").at("emoji_type"), "Typing");
  EXPECT_EQ(id_of(react("Typing")), id_of(added));
  EXPECT_NE(id_of(react("OnIt")), id_of(added));
  const auto removed = bot->call("DELETE", target() + "/" + id_of(added));
  EXPECT_EQ(id_of(removed), id_of(added));
  EXPECT_EQ(bot->call("DELETE", target() + "/" + id_of(added)).code, code::reaction_unknown);
  const auto left = bot->call("GET", target());
  EXPECT_EQ(left.data.at("items").as_array().size(), 1U);
  EXPECT_EQ(left.data.at("has_more"), false);
  const auto changes = records<ReactionChanged>();
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_TRUE(changes[0].added);
  EXPECT_FALSE(changes[2].added);
  EXPECT_EQ(changes[2].emoji, "Typing");
  EXPECT_EQ(changes[2].by, options.apps[0].id);
}

TEST_F(ReactionTest, SubscribersLearnOfUsersReactionsAndTheirOwn) {
  start();
  const auto link = bot->connect();
  message = write("T2");
  EXPECT_EQ(event_on(*link).at("header").at("event_type"), "im.message.receive_v1");
  ASSERT_TRUE(platform->react("alice", message, "THUMBSUP", true));
  const auto added = event_on(*link);
  EXPECT_EQ(added.at("header").at("event_type"), "im.message.reaction.created_v1");
  const auto& body = added.at("event").as_object();
  EXPECT_EQ(body.at("message_id").as_string(), message);
  EXPECT_EQ(body.at("operator_type"), "user");
  EXPECT_EQ(body.at("reaction_type").at("emoji_type"), "THUMBSUP");
  EXPECT_TRUE(body.at("user_id").at("open_id").as_string().starts_with("ou_"));
  EXPECT_FALSE(body.contains("chat_id"));
  EXPECT_FALSE(body.contains("reaction_id"));
  ASSERT_TRUE(platform->react("alice", message, "THUMBSUP", false));
  EXPECT_EQ(event_on(*link).at("header").at("event_type"), "im.message.reaction.deleted_v1");
  react("Typing");
  const auto own = event_on(*link);
  EXPECT_EQ(own.at("event").at("operator_type"), "app");
  EXPECT_EQ(own.at("event").at("app_id").as_string(), options.apps[0].id);
}

TEST_F(ReactionTest, AUserReactsOnlyWhereItCan) {
  start();
  EXPECT_FALSE(platform->react("alice", "om_unknown", "THUMBSUP", true));
  EXPECT_THROW(platform->react("alice", message, "NOVEL", true), std::invalid_argument);
  EXPECT_FALSE(platform->react("bob", message, "THUMBSUP", true));  // not his chat
  EXPECT_FALSE(platform->react("alice", message, "THUMBSUP", false));
  EXPECT_TRUE(records<ReactionChanged>().empty());
}

TEST_F(ReactionTest, BadReactionsAreRefused) {
  start();
  const auto refused = bot->request("POST", target(), reaction("NOVEL"), bot->authorization());
  EXPECT_EQ(refused.status, 400U);
  EXPECT_EQ(boost::json::parse(refused.body).at("msg"), "reaction type is invalid.");
  const auto code_of = [&](const std::string& body) {
    return bot->call("POST", target(), body).code;
  };
  EXPECT_EQ(code_of(reaction("NOVEL")), code::reaction_invalid);
  for (const char* body : {"", "{", "{}", R"({"reaction_type":"OK"})"}) {
    EXPECT_EQ(code_of(body), code::field_validation) << body;
  }
  const std::string nowhere = "/open-apis/im/v1/messages/om_unknown/reactions";
  EXPECT_EQ(bot->call("POST", nowhere, reaction("OK")).code, code::message_not_found);
  EXPECT_EQ(bot->request("POST", target(), reaction("OK")).status, 400U);  // no token
  EXPECT_EQ(bot->call("GET", target() + "?reaction_type=NOVEL").code, code::reaction_invalid);
  EXPECT_EQ(bot->call("GET", target() + "?page_token=x").code, code::reaction_page_unknown);
}

TEST_F(ReactionTest, NobodyReactsToWhatIsRecalled) {
  start();
  platform->react("alice", message, "OK", true);
  platform->recall(message);
  EXPECT_EQ(bot->call("POST", target(), reaction("OK")).code, code::message_deleted);
  EXPECT_FALSE(platform->react("alice", message, "THUMBSUP", true));
  EXPECT_TRUE(platform->react("alice", message, "OK", false));
}

TEST_F(ReactionTest, AnothersReactionCannotBeTakenBack) {
  start();
  platform->react("alice", message, "THUMBSUP", true);
  const auto listed = bot->call("GET", target() + "?reaction_type=THUMBSUP");
  const std::string id(listed.data.at("items").at(0).at("reaction_id").as_string());
  EXPECT_EQ(bot->call("DELETE", target() + "/" + id).code, code::reaction_of_another);
  RawBot stranger(world, door, options.apps[1].id, options.apps[1].secret);
  EXPECT_EQ(stranger.call("DELETE", target() + "/" + id).code, code::reaction_not_allowed);
  EXPECT_EQ(stranger.call("GET", target()).code, code::reaction_not_allowed);
}

TEST_F(ReactionTest, ListsComeInPages) {
  start();
  for (const char* emoji : {"OK", "LOL", "CRY"}) react(emoji);
  const auto first = bot->call("GET", target() + "?page_size=2");
  EXPECT_EQ(first.data.at("items").as_array().size(), 2U);
  EXPECT_EQ(first.data.at("has_more"), true);
  const std::string token(first.data.at("page_token").as_string());
  const auto rest = bot->call("GET", target() + "?page_token=" + token);
  EXPECT_EQ(rest.data.at("items").at(0).at("reaction_type").at("emoji_type"), "CRY");
  EXPECT_FALSE(rest.data.contains("page_token"));
}

TEST_F(ReactionTest, WhatGoesBetweenTwoPagesIsNotMissed) {
  start();
  for (const char* emoji : {"OK", "LOL", "CRY"}) react(emoji);
  const auto first = bot->call("GET", target() + "?page_size=2");
  const std::string gone(first.data.at("items").at(0).at("reaction_id").as_string());
  bot->call("DELETE", target() + "/" + gone);
  const std::string token(first.data.at("page_token").as_string());
  const auto rest = bot->call("GET", target() + "?page_token=" + token);
  ASSERT_EQ(rest.data.at("items").as_array().size(), 1U);
  EXPECT_EQ(rest.data.at("items").at(0).at("reaction_type").at("emoji_type"), "CRY");
}

TEST_F(ReactionTest, UsersAreNamedByIdsOfTheTypeThatIsAskedFor) {
  start();
  platform->react("alice", message, "OK", true);
  const auto by = [&](const std::string& type) {
    const auto listed = bot->call("GET", target() + "?user_id_type=" + type).data;
    const std::string id(listed.at("items").at(0).at("operator").at("operator_id").as_string());
    return id.substr(0, 3);
  };
  EXPECT_EQ(by("open_id"), "ou_");
  EXPECT_EQ(by("union_id"), "on_");
  EXPECT_EQ(bot->call("GET", target() + "?user_id_type=zz").code, code::reaction_id_type_invalid);
}

TEST_F(ReactionTest, NobodyReactsInADissolvedGroup) {
  start();
  const auto made = bot->call("POST", std::string(protocol::path::chats), R"({"name":"Ops"})");
  const std::string chat(made.data.at("chat_id").as_string());
  message =
      platform->accept({.chat = chat, .user = "alice", .text = "T2", .token = "T2", .app_id = {}});
  ASSERT_EQ(bot->call("DELETE", std::string(protocol::path::chats) + "/" + chat).code, code::ok);
  EXPECT_EQ(bot->call("POST", target(), reaction("OK")).code, code::chat_dissolved);
  EXPECT_FALSE(platform->react("alice", message, "OK", true));
}

TEST_F(ReactionTest, ManyMessagesAreAskedAboutAtOnce) {
  namespace json = boost::json;
  start();
  react("OK");
  react("THUMBSUP");
  platform->react("alice", message, "OK", true);
  const std::string foreign = platform->accept({.chat = "bob",
                                                .chat_type = "p2p",
                                                .user = {},
                                                .text = "hi",
                                                .token = {},
                                                .purpose = "traffic",
                                                .app_id = options.apps[1].id});
  const auto ask = [&](json::object body) {
    return bot->call("POST", "/open-apis/im/v1/messages/reactions/batch_query",
                     json::serialize(body));
  };
  const json::object mine{{"message_id", message}};
  const json::object other{{"message_id", foreign}};
  const json::object none{{"message_id", "om_none"}};
  const json::object bad{{"message_id", message}, {"page_token", "x"}};
  const auto data = ask({{"queries", {mine, other, none, bad}}, {"page_size_per_message", 2}}).data;

  const json::object detail = data.at("success_msg_reaction_details").at(0).as_object();
  EXPECT_EQ(detail.at("message_id").as_string(), message);
  EXPECT_EQ(detail.at("has_more"), true);
  const std::string token(detail.at("page_token").as_string());
  const auto& items = detail.at("message_reaction_items").as_array();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].at("emoji_type"), "OK");
  EXPECT_EQ(items[0].at("operator").at("operator_type"), "app");
  const auto& counts = data.at("success_msg_reaction_counts").at(0).at("reaction_count").as_array();
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].at("reaction_type"), "OK");
  EXPECT_EQ(counts[0].at("count"), 2);
  const auto& failures = data.at("fail_msg_reaction_details").as_array();
  ASSERT_EQ(failures.size(), 3U);
  EXPECT_EQ(failures[0].at("fail_reason"), "no_permission");
  EXPECT_EQ(failures[1].at("fail_reason"), "invalid");
  EXPECT_EQ(failures[2].at("fail_reason"), "invalid_page_token");

  const json::object next{{"message_id", message}, {"page_token", token}};
  const auto rest = ask({{"queries", {next, none}}, {"page_size_per_message", 2}}).data;
  EXPECT_EQ(rest.at("success_msg_reaction_details").at(0).at("has_more"), false);
  EXPECT_EQ(ask({{"queries", json::array()}}).code, code::field_validation);
  EXPECT_EQ(ask({{"queries", {mine, none}}, {"reaction_type", "ok"}}).code, code::reaction_invalid);
}

}  // namespace
}  // namespace stormlark::mock
