#include "gateway/brain/brain.h"

#include "gateway/brain/addressing.h"
#include "gateway/lifecycle/logging.h"
#include "runtime/manual_world.h"
#include "runtime/real_world.h"
#include "runtime/task_group.h"
#include "runtime/timeout.h"
#include "tests/support/temporary_directory.h"

#include <sstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

namespace stormlark::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

protocol::MessageReceived message(const std::string& text, const std::string& id = "om_1") {
  protocol::MessageReceived received;
  received.message_id = id;
  received.chat_id = "oc_1";
  received.message_type = "text";
  received.content = protocol::text_content(text);
  return received;
}

TEST(AddressedText, LeavesOutTheMentionThatCallsTheBot) {
  EXPECT_EQ(addressed_text(message("hello")), "hello");
  EXPECT_EQ(addressed_text(message("@_user_1 hello")), "hello");
  EXPECT_EQ(addressed_text(message("@_user_12   hello @_user_2")), "hello @_user_2");
  EXPECT_EQ(addressed_text(message("@_user_1")), "");
  EXPECT_EQ(addressed_text(message("@_all hello")), "@_all hello");
}

protocol::MessageReceived in_group(const std::string& text,
                                   const std::vector<boost::json::object>& mentions) {
  auto received = message(text);
  received.chat_type = "group";
  for (const auto& one : mentions) received.mentions.emplace_back(one);
  return received;
}

const boost::json::object bob{
    {"key", "@_user_1"}, {"name", "Bob"}, {"mentioned_type", "user"}, {"id", {{"user_id", "b"}}}};
const boost::json::object bot{
    {"key", "@_user_2"}, {"name", "Bot"}, {"mentioned_type", "bot"}, {"id", {{"user_id", ""}}}};

TEST(AddressedText, NamesTheOthersWhomItMentions) {
  EXPECT_EQ(addressed_text(in_group("@_user_1 hi", {bob, bot})), "@Bob hi");
  EXPECT_EQ(addressed_text(in_group("@_user_2 ask @_user_1", {bob, bot})), "ask @Bob");
  EXPECT_EQ(addressed_text(in_group("@_user_1 @_user_2 hi", {bob, bot})), "@Bob @Bot hi");
  boost::json::object older = bot;  // from before events said what is mentioned
  older.erase("mentioned_type");
  EXPECT_EQ(addressed_text(in_group("@_user_2 hi", {bob, older})), "hi");
}

TEST(IsAddressed, NotWhereAGroupSpeaksToOthersAlone) {
  EXPECT_FALSE(is_addressed(in_group("@_user_1 hi", {bob})));
  EXPECT_TRUE(is_addressed(in_group("@_user_1 @_user_2 hi", {bob, bot})));
  EXPECT_TRUE(is_addressed(in_group("hi", {})));
  auto between_two = in_group("@_user_1 hi", {bob});
  between_two.chat_type = "p2p";
  EXPECT_TRUE(is_addressed(between_two));
}

TEST(EchoBrain, SaysWhatItWasToldAfterItsDelay) {
  ManualWorld world;
  const auto brain = make_brain(world, {.kind = "echo", .delay = 3s}, nullptr);
  std::optional<std::vector<std::string>> said;
  asio::co_spawn(world.executor(), brain->answer(message("hello")),
                 [&](const std::exception_ptr&, const auto& answer) { said = answer.value(); });
  world.run_for(2s);
  EXPECT_EQ(said, std::nullopt);
  world.run_for(1s);
  ASSERT_TRUE(said);
  EXPECT_THAT(*said, ElementsAre("hello"));
}

// Runs real programs, since what matters is how they end.
class CommandBrainTest : public testing::Test {
 protected:
  using Parts = Result<std::vector<std::string>>;

  CommandBrainTest()
      : sink_(std::make_shared<spdlog::sinks::ostream_sink_st>(log_)),
        world_(loop_, {.seed = 1, .log_sink = sink_}),
        tasks_(world_.executor(), [](const std::exception_ptr&) { ADD_FAILURE(); }) {}

  ~CommandBrainTest() override {
    bool joined = false;
    tasks_.stop();
    asio::co_spawn(loop_, tasks_.join(), [&](const std::exception_ptr&) {
      joined = true;
      loop_.stop();
    });
    loop_.restart();
    loop_.run_for(10s);
    EXPECT_TRUE(joined);
  }

  void start(const std::string& script) {
    brain_ = make_brain(world_, {.kind = "command", .command = {"sh", "-c", script}},
                        make_logger(world_, {}, "gateway.brain"));
    tasks_.spawn(brain_->run());
  }
  /// Asks several questions at once; each has `limit`.
  std::vector<Parts> ask(const std::vector<protocol::MessageReceived>& questions,
                         Clock::duration limit = 20s) {
    std::vector<Parts> answers(questions.size(), Parts(error_code(asio::error::would_block)));
    std::size_t open = questions.size();
    for (std::size_t i = 0; i < questions.size(); ++i) {
      asio::co_spawn(loop_, with_timeout(world_.clock(), limit, brain_->answer(questions[i])),
                     [&, i](const std::exception_ptr&, Parts parts) {
                       answers[i] = std::move(parts);
                       if (--open == 0) loop_.stop();
                     });
    }
    loop_.restart();
    loop_.run_for(30s);
    return answers;
  }
  Parts ask(const std::string& text, Clock::duration limit = 20s) {
    return ask({message(text)}, limit).front();
  }

  std::ostringstream log_;
  spdlog::sink_ptr sink_;
  asio::io_context loop_{1};
  RealWorld world_;
  std::unique_ptr<Brain> brain_;
  TaskGroup tasks_;
};

constexpr const char* polite = R"(while read -r line; do echo '{"text":"yes","last":true}'; done)";

TEST_F(CommandBrainTest, AProgramThatReadsAndPrintsLinesIsEnough) {
  start(polite);
  EXPECT_THAT(ask("one").value(), ElementsAre("yes"));
  EXPECT_THAT(ask("two").value(), ElementsAre("yes"));
}

TEST_F(CommandBrainTest, TheProgramIsToldMessageChatAndText) {
  start(R"x(read -r line; said=$(echo "$line" | tr -d '"')
            echo "{\"text\":\"$said\",\"last\":true}"; cat)x");
  EXPECT_THAT(ask("@_user_1 hi").value(), ElementsAre("{message_id:om_1,chat_id:oc_1,text:hi}"));
}

TEST_F(CommandBrainTest, AnAnswerMayHaveSeveralPartsOrNone) {
  start(R"(read -r a; echo '{"text":"1"}'; echo '{"text":"2"}'; echo '{"last":true}'
           read -r b; echo '{"last":true}'; cat)");
  EXPECT_THAT(ask("first").value(), ElementsAre("1", "2"));
  EXPECT_THAT(ask("second").value(), IsEmpty());
}

TEST_F(CommandBrainTest, AnswersMayComeInAnyOrderWhenTheyNameTheirMessage) {
  start(R"(read -r a; read -r b; echo '{"message_id":"om_b","text":"B","last":true}'
           echo '{"message_id":"om_a","text":"A","last":true}'; cat)");
  const auto answers = ask({message("a", "om_a"), message("b", "om_b")});
  EXPECT_THAT(answers[0].value(), ElementsAre("A"));
  EXPECT_THAT(answers[1].value(), ElementsAre("B"));
}

TEST_F(CommandBrainTest, NonsenseOnItsOutputIsLoggedAndPassedOver) {
  start(R"(read -r a; echo 'Traceback'; echo '{"message_id":"om_9","last":true}'
           echo 'to the log' >&2; echo '{"text":"ok","last":true}'; cat)");
  EXPECT_THAT(ask("x").value(), ElementsAre("ok"));
  EXPECT_THAT(log_.str(), HasSubstr("not a JSON object bytes=9"));
  EXPECT_THAT(log_.str(), HasSubstr("not open message=om_9"));
}

// Else Ben would get Cat's answer, and whoever comes later each the next one's.
TEST_F(CommandBrainTest, AnAnswerThatCannotBeReadIsNobodyElses) {
  start(R"(while read -r line; do case "$line" in
             *ann*) echo '{"text":"\ud83d","last":true}';;
             *ben*) echo '{"text":"to ben","last":true}';;
             *cat*) echo '{"text":"to cat","last":"true"}';;
           esac; done)");
  const auto answers = ask({message("ann", "om_a"), message("ben", "om_b")});
  EXPECT_EQ(answers[0].error(), make_error_code(BrainErrc::ended));
  EXPECT_THAT(answers[1].value(), ElementsAre("to ben"));
  EXPECT_EQ(ask("cat").error(), make_error_code(BrainErrc::ended));
  EXPECT_THAT(log_.str(), HasSubstr("wrote an answer that cannot be read"));
}

TEST_F(CommandBrainTest, AnEndIsNoticedThoughAChildHoldsTheOutput) {
  const TemporaryDirectory directory;
  start("if mkdir " + directory.file("marker") +
        " 2>/dev/null; then sleep 1000 & read -r line; exit 3; fi; " + polite);
  EXPECT_THAT(ask("x").value(), ElementsAre("yes"));
}

TEST_F(CommandBrainTest, BlanksBeforeAnAnswerAreNone) {
  start(R"(read -r a; printf '\357\273\277 {"text":"ok","last":true}\n'; cat)");
  EXPECT_THAT(ask("x").value(), ElementsAre("ok"));
}

TEST_F(CommandBrainTest, SaysThatNobodyCanReadWhatItAnswers) {
  start(R"(read -r a; echo '{"text":'; cat)");
  EXPECT_EQ(ask("x").error(), make_error_code(BrainErrc::ended));
  EXPECT_EQ(brain_->ailment(), "wrote an answer that cannot be read");
}

TEST_F(CommandBrainTest, SaysThatItAnswersNobodyWhileItKeepsEnding) {
  start("exit 3");
  EXPECT_EQ(brain_->ailment(), "");
  EXPECT_EQ(ask("x").error(), make_error_code(BrainErrc::ended));
  EXPECT_EQ(brain_->ailment(), "exit status 3");
}

TEST_F(CommandBrainTest, AProgramThatEndsIsStartedAgainAndAskedAgain) {
  const TemporaryDirectory directory;
  const std::string marker = directory.file("marker");
  start("if mkdir " + marker + " 2>/dev/null; then read -r line; exit 3; fi; " + polite);
  EXPECT_THAT(ask("x").value(), ElementsAre("yes"));
  EXPECT_THAT(log_.str(), HasSubstr("brain program ended"));
}

TEST_F(CommandBrainTest, AMessageOnWhichTwoProgramsEndedFails) {
  start("read -r line; exit 3");
  EXPECT_EQ(ask("poison").error(), make_error_code(BrainErrc::ended));
}

TEST_F(CommandBrainTest, AProgramThatDoesNotExistFailsItsMessagesAndSaysSo) {
  brain_ = make_brain(world_, {.kind = "command", .command = {"/no/such/program"}},
                      make_logger(world_, {}, "gateway.brain"));
  tasks_.spawn(brain_->run());
  EXPECT_EQ(ask("x").error(), make_error_code(BrainErrc::ended));
  EXPECT_THAT(log_.str(), HasSubstr("program=/no/such/program cause=No such file or directory"));
}

TEST_F(CommandBrainTest, TheProgramDoesNotGetTheVariableOfTheSecret) {
  ::setenv("STORMLARK_TEST_SECRET", "hush", 1);
  ::setenv("STORMLARK_TEST_OTHER", "heard", 1);
  const std::string tell =
      R"(read -r a; echo "{\"text\":\"${STORMLARK_TEST_SECRET-unset} $STORMLARK_TEST_OTHER\",)"
      R"(\"last\":true}"; cat)";
  brain_ = make_brain(world_,
                      {.kind = "command",
                       .command = {"sh", "-c", tell},
                       .withheld_variable = "STORMLARK_TEST_SECRET"},
                      make_logger(world_, {}, "gateway.brain"));
  tasks_.spawn(brain_->run());
  EXPECT_THAT(ask("x").value(), ElementsAre("unset heard"));
  ::unsetenv("STORMLARK_TEST_SECRET");
  ::unsetenv("STORMLARK_TEST_OTHER");
}

TEST_F(CommandBrainTest, AProgramThatIsStuckIsReplaced) {
  start(R"(read -r line; case "$line" in *stuck*) exec sleep 1000;; esac
           echo '{"text":"yes","last":true}'; cat)");
  EXPECT_EQ(ask("stuck", 200ms).error(), asio::error::timed_out);
  EXPECT_THAT(ask("fine").value(), ElementsAre("yes"));
  EXPECT_THAT(log_.str(), HasSubstr("did not finish a turn in time"));
}

TEST_F(CommandBrainTest, WhatAStuckProgramSaidOfOtherMessagesIsForgotten) {
  const TemporaryDirectory directory;
  start("if mkdir " + directory.file("marker") + R"( 2>/dev/null; then read -r stuck; read -r fine
           echo '{"message_id":"om_1","text":"half"}'; exec sleep 1000; fi
           read -r fine; echo '{"text":"half"}'; echo '{"text":"whole","last":true}'; cat)");
  std::optional<Parts> stuck;
  asio::co_spawn(loop_,
                 with_timeout(world_.clock(), 200ms, brain_->answer(message("stuck", "om_stuck"))),
                 [&](const std::exception_ptr&, Parts parts) { stuck = std::move(parts); });
  EXPECT_THAT(ask("fine").value(), ElementsAre("half", "whole"));
  ASSERT_TRUE(stuck);
  EXPECT_EQ(stuck->error(), asio::error::timed_out);
}

}  // namespace
}  // namespace stormlark::gateway
