// Each app of a tenant knows everybody by ids of its own.
#include "protocol/error_codes.h"
#include "protocol/json.h"
#include "tests/unit/mock_server/control_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;
using protocol::text_at;

const std::string users = "/open-apis/contact/v3/users/";
const std::string messages = "/open-apis/im/v1/messages";
const std::string chats = "/open-apis/im/v1/chats";

std::string serialized(const json::object& body) {
  return json::serialize(body);
}

/// Two apps of one tenant, whose bots are in one group.
class OpenIdsTest : public ControlTest {
 protected:
  void SetUp() override {
    options.apps[0].events = {"*"};
    options.apps.push_back({.id = "cli_ffffffffffffffff",
                            .secret = "other-secret",
                            .bot_name = "Other",
                            .events = {"*"}});
    options.hooks = {{.token = "hook", .group = "team"}};
    ControlTest::SetUp();
    other = std::make_unique<RawBot>(world, door, options.apps[1].id, options.apps[1].secret);
    here = bot->connect();
    there = other->connect();
  }
  void TearDown() override {
    here.reset();
    there.reset();
    other.reset();
    ControlTest::TearDown();
  }

  /// What a user writes in the group; the message's id.
  std::string write(const std::string& user, const json::array& mentions = {}) {
    return written({{"chat", "team"},
                    {"chat_type", "group"},
                    {"user", user},
                    {"text", "hi"},
                    {"mentions", mentions}});
  }
  static json::object read_by(RawBot& app, const std::string& message) {
    return app.call("GET", messages + "/" + message).data.at("items").at(0).as_object();
  }
  static std::string sender(RawBot& app, const std::string& message) {
    return text_at(read_by(app, message).at("sender").as_object(), "id");
  }
  static std::string mentioned(RawBot& app, const std::string& message) {
    return text_at(read_by(app, message).at("mentions").at(0).as_object(), "id");
  }
  static std::string own_id(RawBot& app) {
    return text_at(app.call("GET", "/open-apis/bot/v3/info").data.at("bot").as_object(), "open_id");
  }
  std::string chat_id(const std::string& message) {
    return text_at(read_by(*bot, message), "chat_id");
  }
  /// What stands under `event` of the next push, which must be of that type.
  static json::object event(RawLink& link, std::string_view type) {
    const auto push = link.push();
    if (!push) {
      ADD_FAILURE() << "no " << type;
      return {};
    }
    link.ack(*push);
    const json::object payload = json::parse(*push->payload).as_object();
    EXPECT_EQ(payload.at("header").at("event_type").as_string(), type);
    return payload.at("event").as_object();
  }
  /// The `open_id` of the same event, as each of the two apps is told it.
  void expect_own_ids(std::string_view type, const std::string& user,
                      std::string_view pointer_to_ids) {
    const json::value to_first = event(*here, type);
    const json::value to_second = event(*there, type);
    const auto& first = to_first.at_pointer(pointer_to_ids);
    const auto& second = to_second.at_pointer(pointer_to_ids);
    EXPECT_EQ(first.at("open_id").as_string(), open_id_of(user, 0)) << type;
    EXPECT_EQ(second.at("open_id").as_string(), open_id_of(user, 1)) << type;
    EXPECT_EQ(first.at("union_id"), second.at("union_id")) << type;
  }

  std::unique_ptr<RawBot> other;
  std::unique_ptr<RawLink> here;
  std::unique_ptr<RawLink> there;
};

TEST_F(OpenIdsTest, AUserHasOneForEachAppAndOneUnionId) {
  const std::string message = write("alice");
  EXPECT_EQ(sender(*bot, message), open_id_of("alice", 0));
  EXPECT_EQ(sender(*other, message), open_id_of("alice", 1));
  EXPECT_NE(open_id_of("alice", 0), open_id_of("alice", 1));
  const auto first = bot->call("GET", users + open_id_of("alice", 0)).data.at("user").as_object();
  const auto second =
      other->call("GET", users + open_id_of("alice", 1)).data.at("user").as_object();
  EXPECT_EQ(text_at(first, "open_id"), open_id_of("alice", 0));
  EXPECT_EQ(text_at(second, "open_id"), open_id_of("alice", 1));
  for (const char* id : {"union_id", "user_id"}) EXPECT_EQ(first.at(id), second.at(id)) << id;
}

TEST_F(OpenIdsTest, AnotherAppsIsNobodysToSay) {
  const std::string message = write("alice");
  const std::string foreign = open_id_of("alice", 1);
  const auto refused = bot->request("GET", users + foreign, {}, bot->authorization());
  EXPECT_EQ(refused.status, 400U);
  EXPECT_EQ(json::parse(refused.body).at("code"), code::open_id_cross_app);
  EXPECT_EQ(json::parse(refused.body).at("msg"), "open_id cross app");
  EXPECT_EQ(bot->call("GET", users + own_id(*other)).code, code::open_id_cross_app);
  const std::string to_open_id = "?receive_id_type=open_id";
  EXPECT_EQ(bot->call("POST", messages + to_open_id, text_message("hi", {}, foreign)).code,
            code::open_id_cross_app);
  EXPECT_EQ(bot->call("POST", messages + "/" + message + "/forward" + to_open_id,
                      serialized({{"receive_id", foreign}}))
                .code,
            code::open_id_cross_app);
  EXPECT_EQ(other->call("POST", messages + to_open_id, text_message("hi", {}, foreign)).code,
            code::ok);
}

TEST_F(OpenIdsTest, WhereManyAreNamedAnotherAppsIsUnknown) {
  const std::string message = write("alice");
  const std::string team = chats + "/" + chat_id(message);
  const std::string foreign = open_id_of("alice", 1);
  EXPECT_TRUE(
      bot->call("GET", users + "batch?user_ids=" + foreign).data.at("items").as_array().empty());
  EXPECT_EQ(bot->call("POST", chats, serialized({{"owner_id", foreign}})).code,
            code::chat_param_invalid);
  EXPECT_EQ(bot->call("POST", chats, serialized({{"user_id_list", {foreign}}})).code,
            code::chat_param_invalid);
  EXPECT_EQ(
      bot->call("POST", team + "/members?succeed_type=1", serialized({{"id_list", {foreign}}}))
          .data.at("not_existed_id_list"),
      json::array{foreign});
  const std::string answer = text_at(bot->reply(message, "hi").data, "message_id");
  const std::string urge = messages + "/" + answer + "/urgent_app";
  EXPECT_EQ(bot->call("PATCH", urge, serialized({{"user_id_list", {foreign}}})).code,
            code::message_invalid);
  EXPECT_EQ(bot->call("GET", "/open-apis/bot/v3/bots/basic_batch?bot_ids=" + own_id(*other))
                .data.at("bots"),
            json::object());
}

TEST_F(OpenIdsTest, ABotIsMentionedByWhatItSaysOfItself) {
  const std::string message = write("alice", {"Other"});
  const json::object told = event(*there, "im.message.receive_v1");
  const auto& mention = told.at("message").at("mentions").at(0).as_object();
  EXPECT_EQ(mention.at("id").at("open_id").as_string(), own_id(*other));
  EXPECT_TRUE(mention.at("id").at("union_id").as_string().starts_with("on_"));
  EXPECT_EQ(mention.at("mentioned_type"), "bot");
  EXPECT_EQ(mentioned(*other, message), own_id(*other));

  const std::string seen_by_first = mentioned(*bot, message);
  EXPECT_NE(seen_by_first, own_id(*other));
  const auto bots = bot->call("GET", chats + "/" + chat_id(message) + "/members/bots")
                        .data.at("items")
                        .as_array();
  ASSERT_EQ(bots.size(), 2U);
  EXPECT_EQ(text_at(bots[0].as_object(), "bot_id"), own_id(*bot));
  EXPECT_EQ(text_at(bots[1].as_object(), "bot_id"), seen_by_first);
  EXPECT_EQ(bot->call("GET", "/open-apis/bot/v3/bots/basic_batch?bot_ids=" + seen_by_first)
                .data.at("bots")
                .at(seen_by_first)
                .at("name"),
            "Other");
  const auto apps = call("GET", "/v1/apps").at("apps").as_array();
  EXPECT_EQ(apps[1].at("open_ids").at(options.apps[0].id).as_string(), seen_by_first);
}

TEST_F(OpenIdsTest, AnAppMentionsByItsOwn) {
  const std::string message = write("alice");
  const auto at = [](const std::string& id) { return "<at user_id=\"" + id + "\"></at>"; };
  const auto said = bot->reply(message, at(open_id_of("alice", 0))).data;
  EXPECT_EQ(text_at(said.at("body").as_object(), "content"), R"({"text":"@_user_1"})");
  const std::string answer = text_at(said, "message_id");
  EXPECT_EQ(mentioned(*bot, answer), open_id_of("alice", 0));
  EXPECT_EQ(mentioned(*other, answer), open_id_of("alice", 1));
  EXPECT_FALSE(bot->reply(message, at(open_id_of("alice", 1))).data.contains("mentions"));
}

TEST_F(OpenIdsTest, CustomBotsMentionByThoseOfAnyAppInTheTenant) {
  write("alice");
  for (const std::size_t app : {0U, 1U}) {
    const json::object content{
        {"text", "<at user_id=\"" + open_id_of("alice", app) + "\"></at> red"}};
    bot->request("POST", "/open-apis/bot/v2/hook/hook",
                 serialized({{"msg_type", "text"}, {"content", content}}));
    const std::string said = last<history::AnswerVisible>().answer;
    EXPECT_EQ(mentioned(*bot, said), open_id_of("alice", 0));
    EXPECT_EQ(mentioned(*other, said), open_id_of("alice", 1));
  }
  const auto state = call("GET", "/v1/state").at("messages").as_array();
  EXPECT_EQ(state.back().at("mentions").at(0).at("id").as_string(), open_id_of("alice", 0));
}

TEST_F(OpenIdsTest, AnAppSharesAUserByItsOwn) {
  const std::string message = write("alice");
  const auto share = [&](const std::string& id) {
    return bot->call(
        "POST", reply_target(message),
        serialized({{"msg_type", "share_user"}, {"content", serialized({{"user_id", id}})}}));
  };
  const std::string shared = text_at(share(open_id_of("alice", 0)).data, "message_id");
  const auto seen_by = [&](RawBot& app) {
    return text_at(read_by(app, shared).at("body").as_object(), "content");
  };
  EXPECT_EQ(seen_by(*bot), serialized({{"user_id", open_id_of("alice", 0)}}));
  EXPECT_EQ(seen_by(*other), serialized({{"user_id", open_id_of("alice", 1)}}));
  EXPECT_EQ(share(open_id_of("alice", 1)).code, code::open_id_cross_app);
}

TEST_F(OpenIdsTest, OfMembersOwnersAndReadersAreEachAppsOwn) {
  const std::string message = write("alice");
  const std::string answer = text_at(other->reply(message, "hi").data, "message_id");
  write("bob");
  const std::string team = chats + "/" + chat_id(message);
  std::size_t index = 0;
  for (RawBot* app : {bot.get(), other.get()}) {
    const std::string alice = open_id_of("alice", index);
    EXPECT_EQ(text_at(app->call("GET", team).data, "owner_id"), alice);
    const auto members = app->call("GET", team + "/members").data.at("items").as_array();
    EXPECT_EQ(text_at(members.at(0).as_object(), "member_id"), alice);
    ++index;
  }
  const auto readers =
      other->call("GET", messages + "/" + answer + "/read_users?user_id_type=open_id").data;
  EXPECT_EQ(text_at(readers.at("items").at(0).as_object(), "user_id"), open_id_of("bob", 1));
}

TEST_F(OpenIdsTest, AChatBetweenTwoIsFoundByTheAppsOwn) {
  written({{"chat", "alice"}, {"text", "hi"}, {"app", options.apps[1].id}});
  const std::string told = message_in(*there->push()).sender_open_id;
  EXPECT_EQ(told, open_id_of("alice", 1));
  const auto found = [&](std::size_t app) {
    return other
        ->call("POST", "/open-apis/im/v1/chat_p2p/batch_query",
               serialized({{"chatter_ids", {open_id_of("alice", app)}}}))
        .data.at("p2p_chats")
        .as_array();
  };
  ASSERT_EQ(found(1).size(), 1U);
  EXPECT_EQ(found(1).at(0).at("chatter_id").as_string(), told);
  EXPECT_TRUE(found(0).empty());
}

TEST_F(OpenIdsTest, EachAppIsToldOfDeedsInItsOwn) {
  const json::object alice{{"group", "team"}, {"user", "alice"}};
  call("POST", "/v1/members", alice);
  expect_own_ids("im.chat.member.user.added_v1", "alice", "/operator_id");
  call("POST", "/v1/members", {{"group", "team"}, {"user", "alice"}, {"whom", "bob"}});
  expect_own_ids("im.chat.member.user.added_v1", "bob", "/users/0/user_id");
  call("DELETE", "/v1/members?group=team&user=alice");
  expect_own_ids("im.chat.updated_v1", "bob", "/after_change/owner_id");
  expect_own_ids("im.chat.member.user.deleted_v1", "alice", "/users/0/user_id");

  const std::string message = write("bob");
  event(*here, "im.message.receive_v1");
  event(*there, "im.message.receive_v1");
  call("POST", "/v1/reactions", {{"user", "bob"}, {"message", message}, {"emoji", "OK"}});
  expect_own_ids("im.message.reaction.created_v1", "bob", "/user_id");
  const auto reactions = other->call("GET", messages + "/" + message + "/reactions").data;
  EXPECT_EQ(reactions.at("items").at(0).at("operator").at("operator_id").as_string(),
            open_id_of("bob", 1));
}

TEST_F(OpenIdsTest, WhatAUserDoesToABotIsToldInItsOwn) {
  const std::string app = options.apps[1].id;
  call("POST", "/v1/menu", {{"user", "alice"}, {"key", "help"}, {"app", app}});
  const auto chosen = event(*there, "application.bot.menu_v6");
  EXPECT_EQ(chosen.at("operator").at("operator_id").at("open_id").as_string(),
            open_id_of("alice", 1));
  call("POST", "/v1/enter", {{"user", "alice"}, {"app", app}});
  const auto entered = event(*there, "im.chat.access_event.bot_p2p_chat_entered_v1");
  EXPECT_EQ(entered.at("operator_id").at("open_id").as_string(), open_id_of("alice", 1));
}

TEST_F(OpenIdsTest, AClickAndWhatFollowsItAreInTheCardsAppsOwn) {
  const std::string message = write("alice");
  event(*here, "im.message.receive_v1");
  event(*there, "im.message.receive_v1");
  const std::string card = text_at(
      other
          ->call("POST", reply_target(message),
                 serialized({{"msg_type", "interactive"}, {"content", R"({"elements":[]})"}}))
          .data,
      "message_id");
  asio::co_spawn(world.executor(), platform->click({.user = "alice", .message = card}),
                 [](std::exception_ptr, const CallbackOutcome&) {});
  const auto push = there->push();
  ASSERT_TRUE(push);
  const json::value clicked = json::parse(*push->payload).at("event");
  EXPECT_EQ(clicked.at("operator").at("open_id").as_string(), open_id_of("alice", 1));
  there->ack(*push);
  world.run_for(1s);
  const auto update = [&](std::size_t app) {
    const json::object changed{{"elements", json::array()},
                               {"open_ids", {open_id_of("alice", app)}}};
    return other
        ->call("POST", "/open-apis/interactive/v1/card/update",
               serialized({{"token", clicked.at("token")}, {"card", changed}}))
        .code;
  };
  EXPECT_EQ(update(0), code::open_id_cross_app);
  EXPECT_EQ(update(1), code::ok);
}

TEST_F(OpenIdsTest, ACustomBotKnowsNobodyWhoClicks) {
  write("alice");
  bot->request("POST", "/open-apis/bot/v2/hook/hook",
               serialized({{"msg_type", "interactive"}, {"card", {{"elements", json::array()}}}}));
  const std::string card = last<history::AnswerVisible>().answer;
  const auto outcome = call("POST", "/v1/clicks", {{"user", "alice"}, {"message", card}});
  EXPECT_EQ(outcome.at("code"), code::callback_not_configured);
}

TEST_F(OpenIdsTest, PeopleMayNameSomebodyByAnyAppsIdOfHim) {
  write("bob");
  EXPECT_EQ(mentioned(*bot, write("alice", {open_id_of("bob", 1)})), open_id_of("bob", 0));
  const std::string seen_by_first = mentioned(*bot, write("alice", {"Other"}));
  for (int earlier = 0; earlier < 2; ++earlier) event(*there, "im.message.receive_v1");
  event(*there, "im.message.receive_v1");
  write("alice", {seen_by_first});
  const json::value told = event(*there, "im.message.receive_v1");
  EXPECT_EQ(told.at_pointer("/message/mentions/0/id/open_id").as_string(), own_id(*other));
}

TEST_F(OpenIdsTest, NoneComesTwice) {
  write("alice");
  const std::string before = open_id_of("alice");
  call("POST", "/v1/reset");
  EXPECT_EQ(bot->call("GET", users + before).code, code::contact_unknown);
  write("alice");
  EXPECT_NE(open_id_of("alice"), before);
}

}  // namespace
}  // namespace stormlark::mock
