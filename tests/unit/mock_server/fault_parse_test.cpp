#include "mock_server/faults/fault_words.h"
#include "mock_server/faults/faults.h"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

FaultParse parse(const std::string& text) {
  return parse_fault(boost::json::parse(text).as_object());
}

template <class T>
T parsed(const std::string& text) {
  const auto result = parse(text);
  EXPECT_TRUE(result.fault.has_value()) << text << ": " << result.problem;
  return std::get<T>(result.fault.value());
}

/// What a rule does.
template <class T>
T deed(const std::string& text) {
  return std::get<T>(parsed<Rule>(text).deed);
}

TEST(ParseFault, ReadsEveryKindOfCallFault) {
  const auto answer =
      parsed<Rule>(R"({"call":"im.message.reply","status":500,"nth":3,"times":2,"peer":"bot"})");
  EXPECT_EQ(answer.match.operation, "im.message.reply");
  EXPECT_EQ(answer.bounds.nth, 3);
  EXPECT_EQ(answer.bounds.times, 2);
  EXPECT_EQ(answer.match.peer, "bot");
  EXPECT_EQ(std::get<AnswerWith>(answer.deed).status, 500U);
  EXPECT_EQ(deed<AnswerWith>(R"({"call":"*","code":99991400})").status, std::nullopt);
  EXPECT_FALSE(deed<Hold>(R"({"call":"*","hold":"before-commit"})").after_commit);
  EXPECT_TRUE(deed<Hold>(R"({"call":"*","hold":"after-commit"})").after_commit);
  EXPECT_EQ(deed<Delay>(R"({"call":"*","delay":"2s"})").by, 2s);
  EXPECT_TRUE(deed<Delay>(R"({"call":"*","delay-answer":"2s"})").after_commit);
  EXPECT_FALSE(deed<HangUp>(R"({"call":"*","accept-then-drop":true})").reset);
  EXPECT_TRUE(deed<HangUp>(R"({"call":"*","accept-then-drop":"reset"})").reset);
  EXPECT_TRUE(deed<HangUp>(R"({"call":"*","accept-then-drop":true})").after_commit);
  EXPECT_FALSE(deed<HangUp>(R"({"call":"*","refuse":true})").after_commit);
}

TEST(ParseFault, ReadsTheOtherKinds) {
  EXPECT_FALSE(parse(R"({"refuse-upgrade":"bare","code":1000040350})").fault);
  EXPECT_FALSE(parse(R"({"refuse-upgrade":"rudely"})").fault);
  EXPECT_EQ(deed<RefuseUpgrade>(R"({"refuse-upgrade":"bare","status":503})").http_status, 503U);
  const auto refusal = deed<RefuseUpgrade>(R"({"refuse-upgrade":514,"code":1000040350})");
  EXPECT_EQ(refusal.handshake_status, 514);
  EXPECT_EQ(refusal.auth_errcode, 1000040350);
  EXPECT_EQ(refusal.http_status, 403U);
  const auto close = parsed<CloseConnections>(R"({"close":"all","code":1011,"how":"frame-only"})");
  EXPECT_EQ(close.peer, "");
  EXPECT_EQ(close.code, 1011);
  EXPECT_EQ(close.how, CloseHow::close_frame_only);
  EXPECT_EQ(parsed<CloseConnections>(R"({"close":"bot"})").peer, "bot");
  EXPECT_EQ(parsed<Rule>(R"({"mute":"bot"})").match.peer, "bot");
  deed<Drop>(R"({"mute":"bot"})");
  deed<Drop>(R"({"pong":"off"})");
  EXPECT_EQ(deed<Delay>(R"({"pong":"2s"})").by, 2s);
  EXPECT_EQ(parsed<TakeDown>(R"({"down":"close","code":1001})").how, CloseHow::close_frame);
  parsed<ExpireTokens>(R"({"tokens":"expire"})");
}

TEST(ParseFault, ReadsWhatARuleConcernsAndHowOften) {
  const auto rule = parsed<Rule>(
      R"({"frame":"push","event":"im.message.receive_v1","fragment":1,"connection":3,"peer":"bot",
          "app":"cli_a1b2c3d4e5f60718","header":{"sum":2},"drop":true,"nth":2,"every":3,"times":4,
          "chance":0.25,"seed":7,"after":"1s","until":"2min","at-most":5,"per":"10s"})");
  EXPECT_EQ(rule.match.traffic, (std::vector{Traffic::event, Traffic::card}));
  EXPECT_EQ(rule.match.event, "im.message.receive_v1");
  EXPECT_EQ(rule.match.fragment, 1);
  EXPECT_EQ(rule.match.connection, 3);
  EXPECT_EQ(rule.match.app, "cli_a1b2c3d4e5f60718");
  EXPECT_EQ(rule.match.headers, (std::vector{std::pair(std::string("sum"), std::string("2"))}));
  const Bounds& bounds = rule.bounds;
  EXPECT_EQ(std::tuple(bounds.nth, bounds.every, bounds.times, bounds.chance, bounds.seed),
            std::tuple(2, 3, 4, 0.25, 7));
  EXPECT_EQ(std::tuple(bounds.after, bounds.until, bounds.at_most, bounds.per),
            std::tuple(1s, Clock::duration(2min), 5, 10s));
  EXPECT_EQ(parsed<Rule>(R"({"call":"*","path":"/open-apis/im/*","status":500})").match.path,
            "/open-apis/im/*");
  EXPECT_EQ(parsed<Rule>(R"({"upgrade":"bot","hold":true})").match.peer, "bot");
}

TEST(ParseFault, ReadsEveryDeed) {
  EXPECT_EQ(deed<Trickle>(R"({"call":"*","trickle":"5ms"})").gap, 5ms);
  EXPECT_EQ(deed<Truncate>(R"({"call":"*","truncate":9})").bytes, 9U);
  EXPECT_EQ(deed<AnswerWith>(R"({"call":"*","status":503,"headers":{"Retry-After":2}})")
                .fields.get("retry-after"),
            "2");
  EXPECT_TRUE(deed<HangUp>(R"({"upgrade":"all","refuse":"reset"})").reset);
  EXPECT_EQ(deed<PushFirst>(R"({"upgrade":"all","first-push":"same-segment"})").when,
            FirstPush::same_segment);
  deed<Duplicate>(R"({"frame":"event","duplicate":true})");
  EXPECT_EQ(deed<Reorder>(R"({"frame":"event","reorder":true})").patience, 1s);
  EXPECT_EQ(deed<Reorder>(R"({"frame":"event","reorder":"3s"})").patience, 3s);
  const auto replay = deed<Replay>(R"({"frame":"event","replay":"fresh-event-id","later":"5s"})");
  EXPECT_EQ(replay.identity, RedeliveryIdentity::fresh_event_id);
  EXPECT_EQ(replay.later, 5s);
  const auto corrupt = deed<Corrupt>(R"({"frame":"pong","corrupt":3,"at":1})");
  EXPECT_EQ(corrupt.bytes, 3U);
  EXPECT_EQ(corrupt.at, 1U);
  EXPECT_FALSE(deed<WrongField>(R"({"frame":"pong","wrong-field":"method"})").value);
  EXPECT_EQ(deed<WrongField>(R"({"frame":"pong","wrong-field":"service","value":-1})").value, -1);
  EXPECT_EQ(deed<Huge>(R"({"frame":"event","huge":2000000})").bytes, 2000000U);
  const auto end = deed<EndConnection>(R"({"frame":"ack","close":"frame","code":4000})");
  EXPECT_EQ(end.how, CloseHow::close_frame);
  EXPECT_EQ(end.code, 4000);
  deed<HalveConfig>(R"({"pong":"partial"})");
  EXPECT_EQ(deed<Truncate>(R"({"pong":"empty"})").bytes, 0U);
}

TEST(ParseFault, SaysWhatIsWrongAndWhatIsKnown) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({})", "a fault says one of: call"},
      {R"({"cal":"*"})", "unknown fault cal; did you mean call?"},
      {R"({"call":"im.message.repyl","status":500})", "did you mean im.message.reply?"},
      {R"({"frame":"event","event":"im.message.recieve_v1","drop":true})",
       "event: the platform raises no im.message.recieve_v1; did you mean im.message.receive_v1?"},
      {R"({"call":"*"})", "say one thing that happens to it"},
      {R"({"call":"*","status":500,"hold":"after-commit"})", "say one thing"},
      {R"({"call":"*","statsu":500})", "unknown key statsu; did you mean status?"},
      {R"({"call":"*","status":"500"})", "status: a whole number from 200 to 599"},
      {R"({"call":"*","status":700})", "status: a whole number from 200 to 599"},
      {R"({"call":"*","hold":"before"})", "hold: unknown word before"},
      {R"({"call":"*","delay":5})", "delay: a span such as 300ms"},
      {R"({"call":"*","delay":"5"})", "delay: a span such as 300ms"},
      {R"({"call":"*","accept-then-drop":false})", "accept-then-drop: true or reset"},
      {R"({"call":7,"status":500})", "call: text is wanted, not 7"},
      {R"({"call":"*","status":500,"headers":{"a b":"1"}})", "'a b' is no name of a header"},
      {R"({"call":"*","status":500,"headers":{"content-length":9}})", "follows from the body"},
      {R"({"call":"*","status":500,"headers":{"X-A":"1\r\nX-B: 2"}})", "must be one line"},
      {R"({"call":"*","headers":{"A":"b"}})", "headers: goes with status, code, body"},
      {R"({"call":"*","msg":"x"})", "msg: goes with status, code, body"},
      {R"({"call":"*","hold":"after-commit","msg":"x"})", "msg: goes with status, code, body"},
      {R"({"call":"*","status":500,"msg":"x"})", "msg: goes with a code, and with no body"},
      {R"({"call":"*","code":1,"body":"{}","msg":"x"})", "msg: goes with a code, and with no"},
      {R"({"frame":"event","duplicate":true,"later":"1s"})", "later: goes with replay"},
      {R"({"frame":"event","drop":true,"code":1000})", "code: goes with close"},
      {R"({"close":"all","how":"rst"})", "how: unknown word rst"},
      {R"({"close":"all","status":1})", "unknown key status"},
      {R"({"down":"rest"})", "did you mean reset?"},
      {R"({"pong":"sometimes"})", "pong: a span such as"},
      {R"({"tokens":"expired"})", "did you mean expire?"},
      {R"({"frame":"evnt","drop":true})", "frame: unknown word evnt; did you mean event?"},
      {R"({"frame":"event"})", "frame: say one thing that happens to it: hold, delay, drop"},
      {R"({"frame":"event","drop":false})", "drop: true; leave it out for no"},
      {R"({"frame":"ping","duplicate":true})", "duplicate: cannot be done to this frame; known: "},
      {R"({"call":"*","drop":true})", "drop: cannot be done to this call; known: status, code"},
      {R"({"frame":"pong","drop":true,"event":"x"})", "unknown key event"},
      {R"({"frame":"event","drop":true,"chance":2})", "chance: a number from 0 to 1 is wanted"},
      {R"({"frame":"event","drop":true,"seed":2})", "seed: wants a `chance`"},
      {R"({"frame":"event","drop":true,"per":"2s"})", "per: wants an `at-most`"},
      {R"({"frame":"event","drop":true,"after":"2s","until":"1s"})", "until: must be later"},
      {R"({"frame":"event","drop":true,"header":"sum"})", "header: names with values are wanted"},
      {R"({"frame":"event","corrupt":0})", "corrupt: a whole number from 1"},
      {R"({"upgrade":"all","first-push":"soon"})", "first-push: unknown word soon"}};
  for (const auto& [text, words] : cases) {
    const auto result = parse(text);
    EXPECT_FALSE(result.fault.has_value()) << text;
    EXPECT_NE(result.problem.find(words), std::string::npos) << text << " says " << result.problem;
  }
}

TEST(ParseFault, NamesTheKeyThatIsWrong) {
  EXPECT_EQ(parse(R"({"frame":"event","drop":true,"nht":2})").key, "nht");
  EXPECT_EQ(parse(R"({"frame":"event","drop":true,"nth":0})").key, "nth");
  EXPECT_EQ(parse(R"({"fram":"event"})").key, "fram");
  EXPECT_EQ(parse("{}").key, "");
}

TEST(FaultWords, NameTheFaultAndItsTarget) {
  const auto words = [](const std::string& text) { return describe(*parse(text).fault); };
  EXPECT_EQ(words(R"({"call":"im.message.reply","status":500,"nth":2,"times":3})"),
            "im.message.reply is answered with HTTP 500, from call 2 on, 3 times");
  EXPECT_EQ(words(R"({"call":"*","accept-then-drop":true})"),
            "every call is done, then the connection is dropped");
  EXPECT_EQ(words(R"({"close":"bot","how":"reset"})"), "the connections of bot end with a reset");
  EXPECT_EQ(words(R"({"pong":"1500ms"})"), "application pongs are 1500ms late");
  EXPECT_EQ(words(R"({"down":"fin"})"), "the platform is down, connections end with FIN");
  EXPECT_EQ(words(R"({"mute":"bot"})"), "the connections of bot stay and get no events");
  EXPECT_EQ(words(R"({"pong":"off"})"), "application pings get no pong");
  EXPECT_EQ(words(R"({"pong":"empty"})"), "application pongs come with 0 bytes of their payload");
  EXPECT_EQ(words(R"({"frame":"push","fragment":1,"drop":true,"every":2,"chance":0.5})"),
            "fragments 1 of pushes get lost, one in 2, with chance 0.5");
  EXPECT_EQ(words(R"({"frame":"event","event":"im.message.receive_v1","wrong-field":"service"})"),
            "pushes of im.message.receive_v1 come without service");
  EXPECT_EQ(words(R"({"frame":"ack","close":"reset","after":"2s","until":"3s"})"),
            "connections end with a reset instead of acks, after 2s, until 3s");
  EXPECT_EQ(words(R"({"upgrade":"all","refuse":"reset","at-most":1,"per":"5s"})"),
            "upgrades are refused: the connection is reset, at most 1 in 5s");
  EXPECT_EQ(target_of(*parse(R"({"mute":"bot"})").fault), "bot");
  EXPECT_EQ(target_of(*parse(R"({"tokens":"expire"})").fault), "platform");
}

}  // namespace
}  // namespace stormlark::mock
