#include "mock_server/delivery/webhooks.h"

#include "mock_server/access/signatures.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"
#include "runtime/base64.h"
#include "runtime/http_server.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <boost/json/serialize.hpp>

#include <openssl/evp.h>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;
using history::Acked;
using history::Pushed;
using history::PushFailed;

/// What an app does with a body that is encrypted with its key.
std::string decrypt(const std::string& sealed, const std::string& key) {
  const std::string bytes = base64_decode(sealed).value();
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
  std::array<unsigned char, 32> hashed{};
  EVP_Digest(key.data(), key.size(), hashed.data(), nullptr, EVP_sha256(), nullptr);
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  EVP_DecryptInit_ex(context, EVP_aes_256_cbc(), nullptr, hashed.data(), from);
  std::string text(bytes.size(), '\0');
  auto* to = reinterpret_cast<unsigned char*>(text.data());
  int size = 0;
  int rest = 0;
  EVP_DecryptUpdate(context, to, &size, from + iv_bytes, static_cast<int>(bytes.size() - iv_bytes));
  EVP_DecryptFinal_ex(context, to + size, &rest);
  EVP_CIPHER_CTX_free(context);
  text.resize(static_cast<std::size_t>(size + rest));
  return text;
}

/// A platform, and an app that listens at an address of its own.
class WebhooksTest : public PlatformTest {
 protected:
  WebhooksTest() {
    options.apps[0].verification_token = "v-token";
    options.apps[0].webhook.url = "http://bot.test:8080/events";
    options.apps[0].events = {"im.message.receive_v1", "card.action.trigger"};
  }
  void TearDown() override {
    if (listener) listener->close();
    tasks.stop();
    run_to_end(world, tasks.join());
    PlatformTest::TearDown();
  }

  void open() {
    listener = world.network().listen({"bot.test", 8080}).value();
    tasks.spawn(serve());
  }
  awaitable<void> serve() {
    for (;;) {
      auto stream = co_await listener->accept();
      if (!stream) co_return;
      tasks.spawn(serve_http(world.clock(), std::move(*stream), handler));
    }
  }
  awaitable<HttpOutcome> take(HttpRequest request) {
    const json::object said = read(request);
    requests.push_back(std::move(request));
    if (said.contains("challenge") && answers_challenges) {
      co_return HttpResponse{
          .fields = {}, .body = json::serialize(json::object{{"challenge", said.at("challenge")}})};
    }
    if (pause > 0s) co_await sleep_for(world.clock(), pause);
    co_return HttpResponse{.status = status, .fields = {}, .body = reply};
  }
  json::object read(const HttpRequest& request) const {
    json::object body = protocol::parse_object(request.body).value();
    if (!body.contains("encrypt")) return body;
    const std::string sealed(body.at("encrypt").as_string());
    return protocol::parse_object(decrypt(sealed, options.apps[0].webhook.encrypt_key)).value();
  }
  /// Those that are no challenges.
  std::vector<json::object> events() const {
    std::vector<json::object> found;
    for (const HttpRequest& request : requests) {
      json::object body = read(request);
      if (!body.contains("challenge")) found.push_back(std::move(body));
    }
    return found;
  }
  std::size_t challenges() const { return requests.size() - events().size(); }

  /// A card of the bot, in the chat with alice.
  std::string card() {
    const std::string content = R"({"config":{"update_multi":true},"elements":[]})";
    const json::object body{{"msg_type", "interactive"}, {"content", content}};
    const auto sent = bot->call("POST", reply_target(write("T1")), json::serialize(body));
    return std::string(sent.data.at("message_id").as_string());
  }
  CallbackOutcome click(const std::string& message) {
    return run_to_end(
        world,
        platform->click({.user = "alice", .message = message, .value = json::object{{"k", "v"}}}));
  }

  HttpHandler handler = [this](HttpRequest request) { return take(std::move(request)); };
  std::unique_ptr<Listener> listener;
  std::vector<HttpRequest> requests;
  bool answers_challenges = true;
  unsigned status = 200;
  std::string reply = R"({"msg":"success"})";
  Clock::duration pause = 0s;
  TaskGroup tasks{world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }};
};

TEST_F(WebhooksTest, AnEventComesAfterTheChallenge) {
  open();
  start();
  const std::string message = write("T1");
  world.run_for(1s);
  ASSERT_EQ(requests.size(), 2U);
  const json::object challenge = read(requests[0]);
  EXPECT_EQ(challenge.at("type"), "url_verification");
  EXPECT_EQ(challenge.at("token"), "v-token");
  const HttpRequest& request = requests[1];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/events");
  EXPECT_EQ(request.fields.get("Content-Type"), "application/json; charset=utf-8");
  EXPECT_FALSE(request.fields.has("X-Lark-Signature"));  // there is no key
  const json::object event = read(request);
  EXPECT_EQ(event.at("schema"), "2.0");
  EXPECT_EQ(event.at("header").at("token"), "v-token");
  EXPECT_EQ(event.at("event").at("message").at("message_id").as_string(), message);
  EXPECT_EQ(last<Pushed>().peer, "webhook");
  EXPECT_EQ(last<Pushed>().message, message);
  EXPECT_EQ(last<Acked>().code, 200);
  EXPECT_EQ(last<Acked>().delivery, last<Pushed>().delivery);
  write("T2");
  world.run_for(24h);
  EXPECT_EQ(challenges(), 1U);
  EXPECT_EQ(events().size(), 2U);
}

TEST_F(WebhooksTest, EventsThatComeTogetherWaitForOneChallenge) {
  open();
  start();
  for (const char* token : {"T1", "T2", "T3"}) write(token);
  world.run_for(1s);
  EXPECT_EQ(challenges(), 1U);
  EXPECT_EQ(events().size(), 3U);
}

TEST_F(WebhooksTest, WithAKeyBodiesAreEncryptedAndEventsSigned) {
  const std::string key = options.apps[0].webhook.encrypt_key = "e-key";
  open();
  start();
  write("T1");
  world.run_for(1s);
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(read(requests[0]).at("type"), "url_verification");
  EXPECT_FALSE(requests[0].fields.has("X-Lark-Signature"));
  const HttpFields& fields = requests[1].fields;
  EXPECT_EQ(protocol::parse_object(requests[1].body)->size(), 1U);
  EXPECT_EQ(fields.get("X-Lark-Signature"),
            event_signature(fields.get("X-Lark-Request-Timestamp"),
                            fields.get("X-Lark-Request-Nonce"), key, requests[1].body));
  EXPECT_EQ(read(requests[1]).at("schema"), "2.0");
}

TEST_F(WebhooksTest, WithoutTheChallengeNothingIsToldUntilItIsAnswered) {
  answers_challenges = false;
  open();
  start();
  write("T1");
  world.run_for(10s);
  EXPECT_EQ(challenges(), 1U);
  EXPECT_TRUE(events().empty());
  EXPECT_EQ(last<PushFailed>().why, "the challenge was not answered");
  EXPECT_TRUE(records<Pushed>().empty());
  answers_challenges = true;
  world.run_for(10s);
  EXPECT_EQ(challenges(), 2U);
  EXPECT_EQ(events().size(), 1U);
}

TEST_F(WebhooksTest, AChallengeHasASecond) {
  answers_challenges = false;
  reply = "{}";
  pause = 2s;
  open();
  start();
  write("T1");
  EXPECT_TRUE(world.run_until([&] { return !records<PushFailed>().empty(); }, 1500ms));
}

TEST_F(WebhooksTest, WhatIsNotTakenIsRepeatedAlongTheLadder) {
  open();
  start();
  status = 500;
  write("T1");
  world.run_for(1s);
  EXPECT_EQ(last<PushFailed>().why, "ack 500");
  EXPECT_EQ(last<Acked>().code, 500);
  pause = 4s;
  status = 200;
  world.run_for(20s);
  EXPECT_EQ(last<PushFailed>().why, "no ack");
  pause = 0s;
  world.run_for(24h);
  const auto told = events();
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].at("header").at("event_id"), told[2].at("header").at("event_id"));
  EXPECT_EQ(last<Pushed>().attempt, 3);
  EXPECT_TRUE(records<history::DeliveryAbandoned>().empty());
}

TEST_F(WebhooksTest, WhereNobodyListensTheLadderEnds) {
  start();
  write("T1");
  world.run_for(24h);
  EXPECT_EQ(records<PushFailed>().size(), 5U);
  EXPECT_EQ(last<PushFailed>().why, "the challenge found no connection");
  EXPECT_EQ(records<history::DeliveryAbandoned>().size(), 1U);
}

TEST_F(WebhooksTest, APlatformThatIsDownCallsNobody) {
  open();
  start();
  begin("outage", R"({"down": "fin"})");
  write("T1");
  world.run_for(1s);
  EXPECT_TRUE(requests.empty());
  EXPECT_EQ(last<PushFailed>().why, "no connection");
  platform->heal("outage");
  world.run_for(20s);
  EXPECT_EQ(events().size(), 1U);
}

TEST_F(WebhooksTest, ACallbacksReplyIsTheAnswer) {
  open();
  start();
  const std::string message = card();
  world.run_for(1s);
  reply = R"({"toast":{"type":"info","content":"done"}})";
  const CallbackOutcome outcome = click(message);
  EXPECT_EQ(outcome.code, code::ok);
  EXPECT_EQ(outcome.toast->at("content"), "done");
  EXPECT_EQ(events().back().at("header").at("event_type"), "card.action.trigger");
  status = 503;
  EXPECT_EQ(click(message).code, code::callback_failed);
  pause = 5s;
  EXPECT_EQ(click(message).code, code::callback_timeout);
}

TEST_F(WebhooksTest, LegacyCardsAskInTheirOwnForm) {
  options.apps[0].webhook.card_url = "http://bot.test:8080/card";
  open();
  start();
  const std::string message = card();
  world.run_for(1s);
  reply = R"({"elements":[{"tag":"hr"}]})";
  const CallbackOutcome outcome = click(message);
  EXPECT_EQ(outcome.code, code::ok);
  EXPECT_EQ(outcome.card, reply);
  const json::object asked = events().back();
  EXPECT_EQ(asked.at("open_message_id").as_string(), message);
  EXPECT_EQ(asked.at("open_id"), platform->users().at(0).at("open_ids").at(options.apps[0].id));
  EXPECT_EQ(asked.at("action").at("value"), (json::object{{"k", "v"}}));
  EXPECT_FALSE(asked.contains("header"));
  const HttpRequest& request = requests.back();
  EXPECT_EQ(request.target, "/card");
  EXPECT_EQ(request.fields.get("X-Lark-Signature"),
            card_signature(request.fields.get("X-Lark-Request-Timestamp"),
                           request.fields.get("X-Lark-Request-Nonce"), "v-token", request.body));
  reply = "{}";
  EXPECT_FALSE(click(message).card.has_value());
  reply = "nonsense";
  EXPECT_EQ(click(message).code, code::callback_reply_invalid);
}

TEST_F(WebhooksTest, AMutedAddressGetsNoEvents) {
  open();
  start();
  begin("mute", R"({"mute":"all"})");
  write("T1");
  world.run_for(5s);
  EXPECT_TRUE(events().empty());
  EXPECT_TRUE(records<Pushed>().empty());
  EXPECT_EQ(last<PushFailed>().why, "no ack");
  ASSERT_EQ(effects("mute").size(), 1U);
  EXPECT_NE(effects("mute")[0].find("to the webhook withheld"), std::string::npos);
  platform->heal("mute");
  world.run_for(1min);
  EXPECT_EQ(events().size(), 1U) << "the ladder's next rung";
}

TEST_F(WebhooksTest, AMutedCardAddressIsNotAsked) {
  options.apps[0].webhook.card_url = "http://bot.test:8080/card";
  open();
  start();
  const std::string message = card();
  begin("mute", R"({"mute":"webhook"})");
  const std::size_t before = requests.size();
  EXPECT_EQ(click(message).why, "no ack");
  EXPECT_EQ(requests.size(), before);
}

TEST_F(WebhooksTest, WhatIsDoneToFramesIsNotDoneToIt) {
  open();
  start();
  begin("twice", R"({"frame":"event","duplicate":true})");
  begin("last", R"({"frame":"event","fragment":0,"drop":true})");
  write("T1");
  world.run_for(5s);
  EXPECT_EQ(events().size(), 1U);
  EXPECT_TRUE(effects("twice").empty());
  EXPECT_TRUE(effects("last").empty());
}

TEST_F(WebhooksTest, AnAddressThatLetsNobodyInIsGivenUpEarlier) {
  options.apps[0].webhook.card_url = "https://bot.test:8443/card";
  open();
  start();
  const auto silent = world.network().listen({"bot.test", 8443}).value();
  const std::string message = card();
  const auto began = world.clock().now();
  EXPECT_EQ(click(message).why, "no connection");
  EXPECT_GE(world.clock().now() - began, 2s);
  EXPECT_LT(world.clock().now() - began, options.ack_deadline);
}

}  // namespace
}  // namespace stormlark::mock
