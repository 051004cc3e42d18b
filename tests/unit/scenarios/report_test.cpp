#include "scenarios/report/report.h"

#include "scenarios/report/markup.h"
#include "tests/unit/scenarios/judging.h"

#include <sstream>

#include <boost/property_tree/xml_parser.hpp>

#include <gmock/gmock.h>

namespace stormlark::scenarios {
namespace {

using boost::property_tree::ptree;
using history::HistoryBuilder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A bot is told to end in the middle of its answers, comes back, forgets one message and answers
/// another twice; its log says things that a page must not take for markup.
HistoryBuilder eventful_run() {
  HistoryBuilder story;
  story.at(0s).fault("link bot", "link", "bot", "latency 5ms, both");
  story.at(10ms).step(0, "bring-up: start the subjects").started("bot");
  story.at(150ms).connected(1, "bot").took_effect("link bot", "delayed the opening");
  story.at(200ms)
      .ready("bot")
      .readyz("bot", 200)
      .logged("bot", "link connected <conn=1> & \"fine\"");
  story.step_ended(0).at(300ms).step(1, "send: {chat: [alice, bob], count: 8, rate: 10/s}");
  for (int i = 1; i <= 4; ++i) {
    story.at(300ms + i * 200ms)
        .exchange("m" + std::to_string(i), 1, i * 40ms, i % 2 ? "alice" : "bob");
  }
  story.step_ended(1).at(1300ms).message("m5").pushed("m5", 1).at(1320ms).acked("m5");
  story.at(1350ms).message("m6", "bob").pushed("m6", 1).at(1360ms).acked("m6").calls("bot", "m6");
  story.at(1400ms).step(2, "signal: {bot: SIGTERM}").fault("end", "signal", "bot", "SIGTERM");
  story.signalled("bot", "SIGTERM").took_effect("end", "SIGTERM delivered to bot").step_ended(2);
  story.at(1500ms).closed(1, "peer").readyz("bot", 0).at(1600ms).exited("bot", 0);
  story.at(2s).step(3, "start: bot").started("bot", 2).at(2200ms).connected(2, "bot").step_ended(3);
  story.at(2300ms).readyz("bot", 200).answered("m6").at(2400ms).answered("m6");
  story.at(2500ms).fault("hole", "link", "bot", "blackhole both").at(2600ms).took_effect("hole");
  story.at(3200ms).healed("hole").at(3300ms).probe("p1").pushed("p1", 2).at(3350ms).acked("p1");
  story.answered("p1").at(4s).signalled("bot", "SIGTERM").at(4100ms).closed(2, "peer");
  story.exited("bot", 0).ended();
  return story;
}

RunResult judged_run(const HistoryBuilder& story) {
  std::vector<std::unique_ptr<Check>> checks;
  for (const auto& [name, parameters] :
       std::map<std::string, std::string>{{"answered-once", "null"},
                                          {"dead-means-dead", R"({"close-frame": "required"})"},
                                          {"never-a-storm", "null"},
                                          {"no-ack-without-custody", "null"},
                                          {"one-owner", "null"},
                                          {"order", "null"},
                                          {"recovery-time", R"({"within": "5s"})"},
                                          {"reply-latency", R"({"max": "3s", "during": "calm"})"},
                                          {"truthful-state", "null"}}) {
    checks.push_back(parse_check(name, boost::json::parse(parameters)).check);
  }
  RunResult result;
  result.scenario = "sigterm-mid-reply[moment=call-held]";
  result.title = "A gateway is told to stop while its answer is on the way";
  result.subject = "stormlark-gateway";
  result.world = "real";
  result.seed = 7;
  result.directory = "runs/20261122-sigterm-mid-reply";
  result.seconds = 4.1;
  result.findings = judge(story.history(), short_times(), checks);
  result.figures = measure(story.history(), short_times());
  return result;
}

RunResult plain(const std::string& scenario, Verdict verdict, const std::string& summary) {
  RunResult result;
  result.scenario = scenario;
  result.subject = "bot";
  result.world = "real";
  result.seed = 3;
  result.seconds = 1.5;
  Finding finding;
  finding.check = "answered-once";
  finding.invariant = "I1";
  finding.verdict = verdict;
  finding.summary = summary;
  if (verdict == Verdict::violated) {
    finding.evidence = {12};
    finding.exhibits = {"#12 0.500 s message-accepted message=m1"};
  }
  result.findings = {finding};
  return result;
}

std::vector<RunResult> mixed_results() {
  auto held = plain("pong-never", Verdict::held, "all well");
  held.figures = {{"reply_latency_p50_ms", 12},
                  {"reply_latency_p95_ms", 3400},
                  {"reconnect_time_max_ms", 250},
                  {"recovery_time_ms", 1200}};
  auto violated = plain("sigkill-after-ack", Verdict::violated, "1 of 4 lost");
  violated.title = "Killed after the ack";
  violated.figures = {{"reply_latency_p50_ms", std::numeric_limits<double>::infinity()}};
  auto vacuous = plain("redelivery-ladder", Verdict::vacuous, "no message was accepted");
  RunResult skipped;
  skipped.scenario = "cable";
  skipped.skipped = "netns";
  return {held, violated, vacuous, skipped};
}

ptree parse_xml(const std::string& text) {
  std::istringstream stream(text);
  ptree tree;
  boost::property_tree::read_xml(stream, tree);
  return tree;
}

// ---- run result ------------------------------------------------------------------------------

TEST(RunResult, IsAsBadAsItsWorstFinding) {
  RunResult result = plain("s", Verdict::held, "");
  EXPECT_EQ(result.verdict(), Verdict::held);
  for (Verdict verdict : {Verdict::vacuous, Verdict::inconclusive, Verdict::violated}) {
    result.findings.push_back(plain("s", verdict, "").findings.front());
    EXPECT_EQ(result.verdict(), verdict);
  }
  EXPECT_EQ(RunResult{}.verdict(), Verdict::vacuous);
}

TEST(RunResult, IsPlayedAgainByACommandThatAShellTakes) {
  RunResult result = plain("cell[moment=idle]", Verdict::held, "");
  EXPECT_EQ(result.replay(), "stormlark run 'cell[moment=idle]' --seed 3");
  result.options = " --subject ./bot.yaml --scale 2";
  result.world = "simulated";
  EXPECT_EQ(
      result.replay(),
      "stormlark run 'cell[moment=idle]' --subject ./bot.yaml --scale 2 --seed 3 --simulated");
}

// ---- flaws and notes -------------------------------------------------------------------------

TEST(Flaws, AreStepsThatWereMissedOrFailed) {
  HistoryBuilder story;
  story.step(0, "bring-up").add(history::StepEnded{0, "missed", "bot did not become ready"});
  story.step(1, "await: {x: y}").step_ended(1, "unmet").step(2, "wait: 1s").step_ended(2);
  story.step(3, "start: bot").step_ended(3, "failed");
  EXPECT_EQ(flaws_of(story.history()),
            (std::vector<std::string>{"step 0 missed: bot did not become ready",
                                      "step 3 failed: start: bot"}));
}

TEST(Flaws, StandInEveryReport) {
  RunResult result = plain("pong-never", Verdict::vacuous, "no message was accepted");
  result.flaws = {"step 0 missed: bot said <no licence>"};
  result.notes = {"bot has no setting brain.delay; left out"};
  EXPECT_THAT(text_report({result}, false),
              HasSubstr("pong-never: vacuous\n  step 0 missed: bot said <no licence>\n"
                        "  note: bot has no setting brain.delay; left out\n"));
  const auto run = boost::json::parse(json_report({result})).at("runs").at(0);
  EXPECT_EQ(run.at("flaws").at(0).as_string(), result.flaws[0]);
  EXPECT_EQ(run.at("notes").at(0).as_string(), result.notes[0]);
  const ptree junit = parse_xml(junit_report({result})).get_child("testsuites.testsuite.testcase");
  EXPECT_EQ(junit.get<std::string>("error.<xmlattr>.message"),
            result.flaws[0] + "; answered-once: no message was accepted");
  EXPECT_THAT(junit.get<std::string>("error"), StartsWith(result.flaws[0] + "\n"));
  EXPECT_THAT(junit.get<std::string>("system-out"), HasSubstr("note: " + result.notes[0]));
  const std::string page = html_report(result, {}, JudgingContext{}, "");
  EXPECT_NO_THROW(parse_xml(page.substr(page.find("<html"))));
  EXPECT_THAT(page,
              HasSubstr("<li class=\"flaw\">step 0 missed: bot said &lt;no licence&gt;</li>"));
  EXPECT_THAT(page, HasSubstr("<li>bot has no setting brain.delay; left out</li>"));
  EXPECT_THAT(html_index({result}), HasSubstr("bot said &lt;no licence&gt;"));
}

TEST(Notes, AreReadOfARunThatHeld) {
  RunResult result = plain("slow-handler", Verdict::held, "all well");
  result.notes = {"bot has no setting brain.delay; left out"};
  EXPECT_THAT(text_report({result}, false),
              HasSubstr("\nslow-handler: held\n  note: bot has no setting brain.delay; left out\n\n"
                        "1 held"));
}

// ---- text ------------------------------------------------------------------------------------

TEST(TextReport, IsATableThenWhatIsNotHeldThenTheCounts) {
  EXPECT_EQ(
      text_report(mixed_results(), false),
      "scenario           verdict   not held  reply p50  reply p95  reconnect  recovery  world  "
      "time\n"
      "pong-never         held      0 of 1    12 ms      3.40 s     250 ms     1.20 s    real   "
      "1.5 s\n"
      "sigkill-after-ack  violated  1 of 1    ∞          -          -          -         real   "
      "1.5 s\n"
      "redelivery-ladder  vacuous   1 of 1    -          -          -          -         real   "
      "1.5 s\n"
      "cable              skipped   -         -          -          -          -                -\n"
      "\n"
      "sigkill-after-ack: violated - Killed after the ack\n"
      "  violated answered-once (I1)\n"
      "    1 of 4 lost\n"
      "      #12 0.500 s message-accepted message=m1\n"
      "  replay: stormlark run sigkill-after-ack --seed 3\n"
      "\n"
      "redelivery-ladder: vacuous\n"
      "  vacuous answered-once (I1)\n"
      "    no message was accepted\n"
      "  replay: stormlark run redelivery-ladder --seed 3\n"
      "\n"
      "cable: skipped\n"
      "  needs netns\n"
      "\n"
      "1 violated, 1 vacuous, 1 held, 1 skipped of 4 scenarios in 4.5 s\n");
}

TEST(TextReport, PaintsOnlyWhenAsked) {
  EXPECT_THAT(text_report(mixed_results(), false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(text_report(mixed_results(), true), HasSubstr("\x1b[31m"));
}

// ---- JUnit -----------------------------------------------------------------------------------

TEST(JunitReport, HasACaseForEachScenarioAndTellsKindsApart) {
  ptree suites = parse_xml(junit_report(mixed_results())).get_child("testsuites");
  EXPECT_EQ(suites.get<int>("<xmlattr>.tests"), 4);
  EXPECT_EQ(suites.get<int>("<xmlattr>.failures"), 1);
  EXPECT_EQ(suites.get<int>("<xmlattr>.errors"), 1);
  EXPECT_EQ(suites.get<int>("<xmlattr>.skipped"), 1);
  std::map<std::string, ptree> cases;
  for (const auto& [name, element] : suites.get_child("testsuite")) {
    if (name == "testcase") cases[element.get<std::string>("<xmlattr>.name")] = element;
  }
  EXPECT_EQ(cases.at("sigkill-after-ack").get<std::string>("failure.<xmlattr>.type"), "violated");
  EXPECT_THAT(cases.at("sigkill-after-ack").get<std::string>("failure"), HasSubstr("#12 0.500 s"));
  EXPECT_EQ(cases.at("redelivery-ladder").get<std::string>("error.<xmlattr>.type"), "vacuous");
  EXPECT_EQ(cases.at("cable").get<std::string>("skipped.<xmlattr>.message"), "needs netns");
  EXPECT_THAT(cases.at("pong-never").get<std::string>("system-out"),
              HasSubstr("held         answered-once: all well"));
}

TEST(JunitReport, WhatWasExpectedIsNoFailure) {
  const auto suites = parse_xml(junit_report(mixed_results(), {}, true)).get_child("testsuites");
  EXPECT_EQ(suites.get<int>("<xmlattr>.failures"), 0);
  EXPECT_EQ(suites.get<int>("<xmlattr>.errors"), 0);
  EXPECT_THAT(junit_report(mixed_results(), {}, true), HasSubstr("violated     answered-once"));
}

TEST(JunitReport, TellsRunsOfOneScenarioApartByTheirSeeds) {
  auto once = plain("pong-never", Verdict::held, "");
  once.subject = "../bots/pybot.yaml";
  auto again = plain("order-kept", Verdict::held, "");
  const std::string junit = junit_report({once, again, again});
  EXPECT_THAT(junit, HasSubstr(R"(classname="stormlark.pybot" name="pong-never")"));
  EXPECT_THAT(junit, HasSubstr(R"(classname="stormlark.bot" name="order-kept seed=3")"));
}

TEST(JunitReport, ASuiteThatWasStoppedIsNotWell) {
  const std::string where = "pong-never ran; its history so far is in runs/1";
  const auto suites = parse_xml(junit_report({plain("order-kept", Verdict::held, "")}, where));
  EXPECT_EQ(suites.get<int>("testsuites.<xmlattr>.tests"), 2);
  EXPECT_EQ(suites.get<int>("testsuites.<xmlattr>.errors"), 1);
  EXPECT_THAT(junit_report({}, where), HasSubstr("told to stop while pong-never ran"));
  EXPECT_EQ(boost::json::parse(json_report({}, where)).at("stopped").as_string(), "while " + where);
}

TEST(JunitReport, CarriesPercentilesAsProperties) {
  std::string junit = junit_report(mixed_results());
  EXPECT_THAT(junit, HasSubstr(R"(<property name="reply_latency_p95_ms" value="3400"/>)"));
  EXPECT_THAT(junit, HasSubstr(R"(<property name="reply_latency_p50_ms" value="infinite"/>)"));
}

TEST(JunitReport, SurvivesWhatSubjectsPrint) {
  auto result = plain("s", Verdict::violated, "said <b>\"x\" & 'y'</b> \x01\xff\xc3\xa9");
  ptree tree = parse_xml(junit_report({result}));
  EXPECT_EQ(tree.get<std::string>("testsuites.testsuite.testcase.failure.<xmlattr>.message"),
            "answered-once: said <b>\"x\" & 'y'</b> \xEF\xBF\xBD\xEF\xBF\xBD\xc3\xa9");
}

TEST(Markup, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(escaped("a<b"), "a&lt;b");
  EXPECT_EQ(escaped("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");  // four bytes, one sign
  EXPECT_EQ(escaped("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
  EXPECT_EQ(escaped("\xC3"), "\xEF\xBF\xBD");                                  // cut short
  EXPECT_EQ(escaped("\xEF\xBF\xBE."), "\xEF\xBF\xBD.");  // a character, but not for XML
}

// ---- JSON ------------------------------------------------------------------------------------

TEST(JsonReport, SaysTheSame) {
  auto runs = boost::json::parse(json_report(mixed_results())).at("runs").as_array();
  ASSERT_EQ(runs.size(), 4U);
  EXPECT_EQ(runs[0].at("verdict").as_string(), "held");
  EXPECT_EQ(runs[0].at("figures").at("reply_latency_p95_ms"), 3400);
  EXPECT_EQ(runs[1].at("figures").at("reply_latency_p50_ms").as_string(), "infinite");
  EXPECT_EQ(runs[1].at("findings").at(0).at("evidence").at(0), 12);
  EXPECT_EQ(runs[3].at("skipped").as_string(), "netns");
  EXPECT_FALSE(runs[3].as_object().contains("verdict"));
}

TEST(JsonReport, IsIndentedWithPlainNumbers) {
  EXPECT_THAT(json_report(mixed_results()),
              AllOf(StartsWith("{\n  \"runs\": [\n    {\n"), HasSubstr("\"seconds\": 1.5,"),
                    Not(HasSubstr("E0"))));
}

// ---- HTML ------------------------------------------------------------------------------------

/// The page as XML: it is written so that it is well formed but for its first line.
ptree parse_page(const std::string& page) {
  return parse_xml(page.substr(page.find("<html")));
}

std::string eventful_page() {
  auto story = eventful_run();
  return html_report(judged_run(story), story.history(), short_times(),
                     "scenario: sigterm-mid-reply\ntitle: <told> & stopped\n");
}

TEST(HtmlReport, IsWellFormedAndOpensOnItsOwn) {
  std::string page = eventful_page();
  EXPECT_NO_THROW(parse_page(page));
  EXPECT_THAT(page, StartsWith("<!doctype html>"));
  for (const char* outside : {"http://", "https://", "src=", "<link", "@import", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(page, HasSubstr("prefers-color-scheme: dark"));
}

TEST(HtmlReport, ShowsVerdictChecksAndEvidence) {
  std::string page = eventful_page();
  EXPECT_THAT(page, HasSubstr("<h1>sigterm-mid-reply[moment=call-held]</h1>"
                              "<span class=\"verdict violated\">violated</span>"));
  EXPECT_THAT(page, HasSubstr("<code>dead-means-dead: {close-frame: required}</code>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"verdict vacuous\">vacuous</span>"));
  EXPECT_THAT(page, HasSubstr("message-accepted message=m5"));
  EXPECT_THAT(page, HasSubstr("stormlark run &#39;sigterm-mid-reply[moment=call-held]&#39;"));
}

TEST(HtmlReport, DrawsALaneForEachKindOfThing) {
  std::string page = eventful_page();
  for (const char* lane :
       {"steps", "faults", "bot process", "bot says connected", "bot connections",
        "bot pushes and acks", "bot calls", "chat alice", "chat bob"}) {
    EXPECT_THAT(page, HasSubstr(std::string(">") + lane + "</text>"));
  }
  for (const char* mark : {"\"band\"", "\"condition\"", "\"signal\"", "\"call discovery\"",
                           "unanswered evidence", "repeated evidence", "\"cross\"", "\"level\""}) {
    EXPECT_THAT(page, HasSubstr(std::string(mark))) << mark;
  }
}

TEST(HtmlReport, EscapesWhatOthersWrote) {
  std::string page = eventful_page();
  EXPECT_THAT(page, HasSubstr("link connected &lt;conn=1&gt; &amp; &quot;fine&quot;"));
  EXPECT_THAT(page, HasSubstr("title: &lt;told&gt; &amp; stopped"));
  EXPECT_THAT(page, Not(HasSubstr("<conn")));
}

// A log line may be of any length, and its card is not.
TEST(HtmlReport, BreaksLongLinesOfEvidence) {
  const std::string page = eventful_page();
  EXPECT_THAT(page, HasSubstr("<td class=\"long\">"));
  EXPECT_THAT(page, HasSubstr("td.long { overflow-wrap: anywhere; }"));
  EXPECT_THAT(page, Not(HasSubstr("li { white-space: nowrap")));
}

TEST(HtmlReport, AnEmptyHistoryIsStillAPage) {
  EXPECT_NO_THROW(parse_page(html_report(RunResult{}, {}, JudgingContext{}, "")));
}

TEST(HtmlIndex, LinksEachRunBesideIt) {
  auto results = mixed_results();
  results[0].directory = "runs/20261122-pong-never";
  std::string page = html_index(results);
  EXPECT_NO_THROW(parse_page(page));
  EXPECT_THAT(page, HasSubstr("<a href=\"20261122-pong-never/report.html\">pong-never</a>"));
  EXPECT_THAT(page, HasSubstr("answered-once: 1 of 4 lost"));
  EXPECT_THAT(page, HasSubstr("needs netns"));
  EXPECT_THAT(page, Not(HasSubstr("seed")));
  results.push_back(results[0]);
  EXPECT_THAT(html_index(results), HasSubstr(">pong-never seed 3</a>"));
}

}  // namespace
}  // namespace stormlark::scenarios
