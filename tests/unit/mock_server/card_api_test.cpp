// CardKit as bots drive it.
#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;

class CardApiTest : public PlatformTest {
 protected:
  void start() {
    options.apps.push_back(
        {.id = "cli_ffffffffffffffff", .secret = "other-secret", .bot_name = "Other"});
    PlatformTest::start();
  }

  static json::object card_json(bool streaming = true) {
    return json::parse(R"({"schema":"2.0","config":{"streaming_mode":)" +
                       std::string(streaming ? "true" : "false") +
                       R"(},"header":{"title":{"tag":"plain_text","content":"Answer"}},
                       "body":{"elements":[{"tag":"markdown","element_id":"main_text",
                       "content":"..."},{"tag":"hr","element_id":"line"}]}})")
        .as_object();
  }
  static json::object data_of(const json::object& card, const std::string& type = "card_json") {
    return {{"type", type}, {"data", json::serialize(card)}};
  }
  protocol::ApiAnswer post(const std::string& path, const json::object& body) {
    return bot->call("POST", cards + path, json::serialize(body));
  }
  std::string create(bool streaming = true) {
    return std::string(post("", data_of(card_json(streaming))).data.at("card_id").as_string());
  }
  /// A change of a card; `body` without its sequence.
  int change(const std::string& method, const std::string& path, int sequence, json::object body,
             RawBot* who = nullptr) {
    body["sequence"] = sequence;
    return (who ? *who : *bot).call(method, cards + "/" + path, json::serialize(body)).code;
  }
  int stream(const std::string& card, int sequence, const std::string& text,
             const std::string& uuid = {}) {
    json::object body{{"content", text}};
    if (!uuid.empty()) body["uuid"] = uuid;
    return change("PUT", card + "/elements/main_text/content", sequence, body);
  }
  int set(const std::string& card, int sequence, const std::string& settings) {
    return change("PATCH", card + "/settings", sequence, {{"settings", settings}});
  }
  protocol::ApiAnswer send(const std::string& card) {
    const json::object content{{"type", "card"}, {"data", json::object{{"card_id", card}}}};
    return reply_with(content);
  }
  protocol::ApiAnswer reply_with(const json::object& content) {
    const json::object body{{"msg_type", "interactive"}, {"content", json::serialize(content)}};
    return bot->call("POST", reply_target(write("T1")), json::serialize(body));
  }
  std::string read(const protocol::ApiAnswer& sent) {
    const std::string id(sent.data.at("message_id").as_string());
    const auto got = bot->call("GET", "/open-apis/im/v1/messages/" + id);
    return std::string(got.data.at("items").at(0).at("body").at("content").as_string());
  }
  json::array states() { return platform->cards().at(0).at("states").as_array(); }

  const std::string cards = "/open-apis/cardkit/v1/cards";
  const std::string open = R"({"config":{"streaming_mode":true}})";
  const std::string close = R"({"config":{"streaming_mode":false}})";
};

TEST_F(CardApiTest, AnAnswerIsStreamedIntoACardThatIsShown) {
  start();
  const std::string card = create();
  EXPECT_EQ(card.size(), 19U);
  const auto sent = send(card);
  ASSERT_EQ(sent.code, code::ok);
  EXPECT_EQ(stream(card, 2, "Hel"), code::ok);
  EXPECT_EQ(stream(card, 3, "Hello"), code::ok);
  EXPECT_EQ(set(card, 4, close), code::ok);
  EXPECT_EQ(stream(card, 5, "Hello!"), code::card_stream_closed);
  EXPECT_EQ(read(sent), R"({"title":"Answer","elements":[[{"tag":"text","text":"Hello"}]]})");

  const auto changes = records<history::CardChanged>();
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[0].what, "created");
  EXPECT_EQ(changes[1].what, "text of main_text");
  EXPECT_EQ(changes[3].sequence, 4);
  EXPECT_EQ(changes[3].card, card);
  ASSERT_EQ(states().size(), 4U);
  EXPECT_EQ(states()[1].at("card").at("body").at("elements").at(0).at("content"), "Hel");
  EXPECT_EQ(platform->cards().at(0).at("message"), sent.data.at("message_id"));
  EXPECT_EQ(platform->cards().at(0).at("streaming"), false);
}

TEST_F(CardApiTest, OneSequenceCountsForAllCalls) {
  start();
  const std::string card = create();
  EXPECT_EQ(stream(card, 7, "a"), code::ok);
  EXPECT_EQ(stream(card, 7, "b"), code::card_sequence_stale);
  EXPECT_EQ(set(card, 6, close), code::card_sequence_stale);
  EXPECT_EQ(change("PUT", card, 5, {{"card", data_of(card_json())}}), code::card_sequence_stale);
  EXPECT_EQ(stream(card, 9, std::string(100'001, 'x')), code::card_param_invalid);
  EXPECT_EQ(stream(card, 8, "c"), code::ok);  // what was refused has not used it up
  EXPECT_EQ(create().size(), 19U);
}

TEST_F(CardApiTest, AUuidIsNotTakenTwice) {
  start();
  const std::string card = create();
  EXPECT_EQ(stream(card, 1, "a", "c_1"), code::ok);
  EXPECT_EQ(stream(card, 2, "b", "c_1"), code::card_uuid_taken);
  EXPECT_EQ(stream(card, 2, "b", "c_2"), code::ok);
  EXPECT_EQ(stream(card, 3, "c", std::string(65, 'u')), code::card_param_invalid);
}

TEST_F(CardApiTest, StreamingEndsAfterTenMinutesAndCanBeOpenedAgain) {
  start();
  const std::string card = create();
  world.run_for(9min);
  EXPECT_EQ(stream(card, 1, "a"), code::ok);
  world.run_for(2min);
  EXPECT_EQ(stream(card, 2, "b"), code::card_stream_timed_out);
  EXPECT_EQ(stream(card, 2, "b"), code::card_stream_closed);
  EXPECT_EQ(change("DELETE", card + "/elements/line", 2, {}), code::ok);
  EXPECT_EQ(stream(card, 3, "b"), code::card_stream_closed);
  EXPECT_EQ(set(card, 3, open), code::ok);
  EXPECT_EQ(stream(card, 4, "b"), code::ok);
}

TEST_F(CardApiTest, AWholeCardIsReplacedWhateverTheMode) {
  start();
  const std::string card = create(false);
  EXPECT_EQ(stream(card, 1, "a"), code::card_stream_closed);
  json::object other = card_json(true);
  EXPECT_EQ(change("PUT", card, 1, {{"card", data_of(other)}}), code::ok);
  EXPECT_EQ(stream(card, 2, "a"), code::ok);
  EXPECT_EQ(change("PUT", card, 3, {{"card", data_of(card_json(false))}}), code::ok);
  EXPECT_EQ(stream(card, 4, "a"), code::card_stream_closed);
  EXPECT_EQ(change("PUT", card, 4, {{"card", data_of({})}}), code::card_schema_unfit);
  EXPECT_EQ(change("PUT", card, 4, {}), code::field_validation);
  EXPECT_EQ(change("PUT", card, 4, {{"card", data_of(other, "template")}}),
            code::card_param_invalid);
}

TEST_F(CardApiTest, ElementsAreAddedChangedAndDeleted) {
  start();
  const std::string card = create();
  const std::string elements = card + "/elements";
  const std::string hr = R"([{"tag":"hr","element_id":"line"}])";
  EXPECT_EQ(change("POST", elements, 1, {{"type", "append"}, {"elements", hr}}),
            code::card_element_id_invalid);  // there is one already
  EXPECT_EQ(change("DELETE", elements + "/line", 1, {}), code::ok);
  EXPECT_EQ(
      change("POST", elements, 2,
             {{"type", "insert_before"}, {"target_element_id", "main_text"}, {"elements", hr}}),
      code::ok);
  EXPECT_EQ(
      change("PUT", elements + "/line", 3, {{"element", R"({"tag":"markdown","content":"x"})"}}),
      code::ok);
  EXPECT_EQ(change("PATCH", elements + "/line", 4, {{"partial_element", R"({"tag":"hr"})"}}),
            code::card_tag_changed);
  EXPECT_EQ(change("PATCH", elements + "/line", 4, {{"partial_element", R"({"content":"y"})"}}),
            code::ok);
  const std::string actions =
      R"([{"action":"delete_elements","params":{"element_ids":["main_text"]}}])";
  EXPECT_EQ(change("POST", card + "/batch_update", 5, {{"actions", actions}}), code::ok);
  EXPECT_EQ(states().back().at("card").at("body").at("elements"),
            json::parse(R"([{"tag":"markdown","element_id":"line","content":"y"}])"));
  EXPECT_EQ(change("DELETE", elements + "/main_text", 6, {}), code::card_element_not_deleted);
  EXPECT_EQ(stream(card, 6, "z"), code::card_element_not_updated);
}

TEST_F(CardApiTest, ABatchThatFailsChangesNothing) {
  start();
  const std::string card = create();
  const std::string actions =
      R"([{"action":"delete_elements","params":{"element_ids":["line","nowhere"]}}])";
  EXPECT_EQ(change("POST", card + "/batch_update", 1, {{"actions", actions}}),
            code::card_element_not_deleted);
  EXPECT_EQ(states().size(), 1U);
  EXPECT_EQ(change("DELETE", card + "/elements/line", 1, {}), code::ok);
}

TEST_F(CardApiTest, BadCardsAreRefused) {
  start();
  const auto refused = [&](const json::object& body) { return post("", body).code; };
  EXPECT_EQ(refused({}), code::field_validation);
  EXPECT_EQ(refused({{"type", "card_json"}, {"data", 7}}), code::field_validation);
  EXPECT_EQ(refused({{"type", "card_json"}, {"data", "{"}}), code::card_not_made);
  EXPECT_EQ(refused({{"type", "poem"}, {"data", "{}"}}), code::card_param_invalid);
  EXPECT_EQ(refused(data_of({{"elements", json::array{}}})), code::card_schema_unfit);
  const json::array old{json::object{{"tag", "action"}, {"actions", json::array{}}}};
  EXPECT_EQ(refused(data_of({{"schema", "2.0"}, {"body", {{"elements", old}}}})),
            code::card_not_made);
  EXPECT_EQ(refused(data_of({{"template_id", "AAq1"}}, "template")), code::ok);
  EXPECT_EQ(bot->call("POST", cards, "{").code, code::field_validation);
  EXPECT_EQ(bot->request("POST", cards, "{}").status, 400U);  // no token
}

TEST_F(CardApiTest, BadChangesAreRefused) {
  start();
  const std::string card = create();
  const std::string settings = "/" + card + "/settings";
  const auto refused = [&](const std::string& body) {
    return bot->call("PATCH", cards + settings, body).code;
  };
  EXPECT_EQ(refused("{"), code::field_validation);
  EXPECT_EQ(refused(R"({"settings":"{\"config\":{}}"})"), code::field_validation);
  EXPECT_EQ(refused(R"({"settings":{"config":{}},"sequence":1})"), code::field_validation);
  EXPECT_EQ(refused(R"({"settings":"[]","sequence":1})"), code::card_param_invalid);
  EXPECT_EQ(refused(R"({"settings":"{\"config\":{}}","sequence":0})"), code::card_param_invalid);
  EXPECT_EQ(refused(R"({"settings":"{\"config\":{}}","sequence":2147483648})"),
            code::card_param_invalid);
  EXPECT_EQ(set(card, 1, R"({"config":{"update_multi":false}})"), code::card_not_shared);
  EXPECT_EQ(stream(card, 1, ""), code::card_param_invalid);
  EXPECT_EQ(change("PUT", card + "/elements/line/content", 1, {{"content", "x"}}),
            code::card_element_no_text);
  EXPECT_EQ(set("7000000000000000000", 1, close), code::card_unknown);
}

TEST_F(CardApiTest, ACardIsItsMakersForTwoWeeks) {
  start();
  const std::string card = create();
  RawBot stranger(world, door, options.apps[1].id, options.apps[1].secret);
  const json::object settings{{"settings", close}};
  EXPECT_EQ(change("PATCH", card + "/settings", 1, settings, &stranger), code::card_of_another);
  world.run_for(24h * 14);
  RawBot later(world, door, options.apps[0].id, options.apps[0].secret);
  EXPECT_EQ(change("PATCH", card + "/settings", 1, settings, &later), code::card_expired);
}

TEST_F(CardApiTest, ACardIsSentOnce) {
  start();
  const std::string card = create();
  EXPECT_EQ(send(card).code, code::ok);
  const auto again = send(card);
  EXPECT_EQ(again.code, code::card_invalid);
  EXPECT_NE(again.msg.find("the card was sent already, and can be sent once"), std::string::npos);
  const auto unknown = send("7000000000000000000");
  EXPECT_EQ(unknown.code, code::card_invalid);
  EXPECT_EQ(unknown.msg,
            "Failed to create card content, ext=ErrCode: 200740; ErrMsg: the card does not exist; "
            "ErrorValue: ;");
  EXPECT_EQ(records<history::AnswerVisible>().size(), 1U);
}

TEST_F(CardApiTest, ASentCardIsFoundByItsMessage) {
  start();
  const auto convert = [&](const std::string& id) {
    return post("/id_convert", {{"message_id", id}});
  };
  const std::string card = create();
  const std::string message(send(card).data.at("message_id").as_string());
  EXPECT_EQ(convert(message).data.at("card_id").as_string(), card);

  const auto raw = reply_with(card_json());
  const std::string raw_id(raw.data.at("message_id").as_string());
  const std::string made(convert(raw_id).data.at("card_id").as_string());
  EXPECT_EQ(convert(raw_id).data.at("card_id").as_string(), made);
  EXPECT_EQ(stream(made, 1, "streamed"), code::ok);
  EXPECT_NE(read(raw).find("streamed"), std::string::npos);

  const std::string target = "/open-apis/im/v1/messages/" + raw_id;
  const json::object patch{{"content", R"({"schema":"2.0","body":{"elements":[]}})"}};
  EXPECT_EQ(bot->call("PATCH", target, json::serialize(patch)).code, code::ok);
  EXPECT_NE(read(raw).find("streamed"), std::string::npos);
  EXPECT_TRUE(records<history::MessageEdited>().empty());

  EXPECT_EQ(convert(write("T2")).code, code::card_param_invalid);
  EXPECT_EQ(convert("om_unknown").code, code::card_param_invalid);
  EXPECT_EQ(post("/id_convert", {}).code, code::field_validation);
  RawBot stranger(world, door, options.apps[1].id, options.apps[1].secret);
  const json::object body{{"message_id", message}};
  EXPECT_EQ(stranger.call("POST", cards + "/id_convert", json::serialize(body)).code,
            code::card_of_another);
}

}  // namespace
}  // namespace stormlark::mock
