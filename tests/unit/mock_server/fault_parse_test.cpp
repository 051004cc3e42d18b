#include "mock_server/fault_words.h"
#include "mock_server/faults.h"

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

TEST(ParseFault, ReadsEveryKindOfCallFault) {
  const auto answer = parsed<CallFault>(
      R"({"call":"im.message.reply","status":500,"nth":3,"times":2,"peer":"bot"})");
  EXPECT_EQ(answer.operation, "im.message.reply");
  EXPECT_EQ(answer.nth, 3);
  EXPECT_EQ(answer.times, 2);
  EXPECT_EQ(answer.peer, "bot");
  EXPECT_EQ(std::get<AnswerCall>(answer.action).status, 500U);
  const auto coded = parsed<CallFault>(R"({"call":"*","code":99991400})");
  EXPECT_EQ(std::get<AnswerCall>(coded.action).status, 429U);
  EXPECT_FALSE(
      std::get<HoldCall>(parsed<CallFault>(R"({"call":"*","hold":"before-commit"})").action)
          .after_commit);
  EXPECT_TRUE(std::get<HoldCall>(parsed<CallFault>(R"({"call":"*","hold":"after-commit"})").action)
                  .after_commit);
  EXPECT_EQ(std::get<DelayCall>(parsed<CallFault>(R"({"call":"*","delay":"2s"})").action).by, 2s);
  EXPECT_TRUE(std::get<DelayCall>(parsed<CallFault>(R"({"call":"*","delay-answer":"2s"})").action)
                  .after_commit);
  EXPECT_FALSE(std::get<AcceptThenDropCall>(
                   parsed<CallFault>(R"({"call":"*","accept-then-drop":true})").action)
                   .reset);
  EXPECT_TRUE(std::get<AcceptThenDropCall>(
                  parsed<CallFault>(R"({"call":"*","accept-then-drop":"reset"})").action)
                  .reset);
}

TEST(ParseFault, ReadsTheOtherKinds) {
  EXPECT_FALSE(parse(R"({"refuse-upgrade":"bare","code":1000040350})").fault);
  EXPECT_FALSE(parse(R"({"refuse-upgrade":"rudely"})").fault);
  EXPECT_EQ(parsed<RefuseUpgrade>(R"({"refuse-upgrade":"bare","status":503})").http_status, 503U);
  const auto refusal = parsed<RefuseUpgrade>(R"({"refuse-upgrade":514,"code":1000040350})");
  EXPECT_EQ(refusal.handshake_status, 514);
  EXPECT_EQ(refusal.auth_errcode, 1000040350);
  EXPECT_EQ(refusal.http_status, 403U);
  const auto close = parsed<CloseConnections>(R"({"close":"all","code":1011,"how":"frame-only"})");
  EXPECT_EQ(close.peer, "");
  EXPECT_EQ(close.code, 1011);
  EXPECT_EQ(close.how, CloseHow::close_frame_only);
  EXPECT_EQ(parsed<CloseConnections>(R"({"close":"bot"})").peer, "bot");
  EXPECT_EQ(parsed<MuteConnections>(R"({"mute":"bot"})").peer, "bot");
  EXPECT_FALSE(parsed<WithholdPong>(R"({"pong":"off"})").late_by.has_value());
  EXPECT_EQ(parsed<WithholdPong>(R"({"pong":"2s"})").late_by, 2s);
  EXPECT_EQ(parsed<TakeDown>(R"({"down":"close","code":1001})").how, CloseHow::close_frame);
  parsed<ExpireTokens>(R"({"tokens":"expire"})");
}

TEST(ParseFault, SaysWhatIsWrongAndWhatIsKnown) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({})", "a fault says one of: call"},
      {R"({"cal":"*"})", "unknown fault cal; did you mean call?"},
      {R"({"call":"im.message.repyl","status":500})", "did you mean im.message.reply?"},
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
      {R"({"close":"all","how":"rst"})", "how: unknown word rst"},
      {R"({"close":"all","status":1})", "unknown key status"},
      {R"({"down":"rest"})", "did you mean reset?"},
      {R"({"pong":"sometimes"})", "pong: a span such as"},
      {R"({"tokens":"expired"})", "did you mean expire?"}};
  for (const auto& [text, words] : cases) {
    const auto result = parse(text);
    EXPECT_FALSE(result.fault.has_value()) << text;
    EXPECT_NE(result.problem.find(words), std::string::npos) << text << " says " << result.problem;
  }
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
  EXPECT_EQ(target_of(*parse(R"({"mute":"bot"})").fault), "bot");
  EXPECT_EQ(target_of(*parse(R"({"tokens":"expire"})").fault), "platform");
}

}  // namespace
}  // namespace stormlark::mock
