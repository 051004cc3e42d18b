#include "scenarios/plan/document.h"
#include "tests/unit/scenarios/plan_fixture.h"

namespace stormlark::scenarios {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* whole = R"(
scenario: sigterm
title: Told to stop
seen: ["hermes-agent#18740"]
tags: [process, smoke]
defect: no-outbox
platform:
  ping_interval: 1s
  redelivery: [300ms, 600ms]
  routing: evict
  tls: true
subjects:
  bot: {brain: {delay: 300ms}, reach: proxy}
  other: {start: later, lock: separate}
links:
  bot: {latency: 5ms}
steps:
  - send: {chat: [alice, {group: dev}], count: 20, rate: 10/s}
    background: true
  - await: {call: im.message.reply, nth: 5, within: 5s}
    hold: after-commit
  - signal: {bot: SIGTERM}
  - await: {exit: bot, within: 10s}
  - release: held
  - start: [bot, other]
  - link: {bot: {blackhole: both}}
    as: swallow
    for: 2s
  - platform: {pong: off}
    confirm: withheld
  - heal: swallow
  - heal: all
  - wait: 10ms
expect:
  - answered-once
  - exit-status: {bot: 0}
  - reply-latency: {max: 3s, during: calm}
)";

TEST_F(PlanTest, PathsOfSubjectsCountFromTheScenariosFile) {
  write("subjects/own.yaml", "subject: own\ncommand: sleep 60\n");
  const auto file_of = [this](const std::string& name, const std::string& matrix = {}) {
    const auto plans = load("scenario: t\n" + matrix + "subjects: {bot: {subject: \"" + name +
                            "\"}}\nsteps: [wait: 1s]\nexpect: [answered-once]\n");
    return plans.back().subjects.front().file.path;
  };
  const std::string own = (root_ / "subjects/own.yaml").string();
  EXPECT_EQ(file_of("./subjects/own.yaml"), own);
  EXPECT_EQ(file_of("{matrix.bot}", "matrix: {bot: [subjects/own.yaml]}\n"), own);
  EXPECT_EQ(file_of("{matrix.dir}/own.yaml",
                    "matrix: {dir: [\"" + (root_ / "subjects").string() + "\"]}\n"),
            own);
}

TEST_F(PlanTest, ReadsWhatAppsAndCustomBotsAre) {
  const auto plans = load(R"(
scenario: accounts
platform:
  rate_limits: on
  apps:
    - scopes: ["im:message", "im:chat:readonly"]
      owner: carol
      tenant: b
      verification_token: v-token
      webhook: {url: "http://127.0.0.1:8080/events", encrypt_key: e-key, card_url: "https://bot/card"}
  hooks:
    - {token: t1, group: team, secret: s3cret, keywords: [build, deploy]}
steps: [wait: 1s]
expect: [answered-once]
)");
  const mock::PlatformOptions& platform = plans.front().platform;
  EXPECT_TRUE(platform.rate_limits);
  const mock::AppOptions& app = platform.apps[0];
  EXPECT_EQ(app.scopes, (std::vector<std::string>{"im:message", "im:chat:readonly"}));
  EXPECT_EQ(app.owner, "carol");
  EXPECT_EQ(app.tenant, "b");
  EXPECT_EQ(app.verification_token, "v-token");
  EXPECT_EQ(app.webhook.url, "http://127.0.0.1:8080/events");
  EXPECT_EQ(app.webhook.encrypt_key, "e-key");
  EXPECT_EQ(app.webhook.card_url, "https://bot/card");
  ASSERT_EQ(platform.hooks.size(), 1U);
  EXPECT_EQ(platform.hooks[0].group, "team");
  EXPECT_EQ(platform.hooks[0].name, "Custom Bot");
  EXPECT_EQ(platform.hooks[0].secret, "s3cret");
  EXPECT_EQ(platform.hooks[0].keywords, (std::vector<std::string>{"build", "deploy"}));
}

TEST_F(PlanTest, ReadsEveryPartOfAScenario) {
  const auto plans = load(whole);
  ASSERT_EQ(plans.size(), 1U);
  const Plan& plan = plans.front();
  EXPECT_EQ(plan.name, "sigterm");
  EXPECT_EQ(plan.defect, "no-outbox");
  EXPECT_EQ(plan.platform.client_config.ping_interval_s, 1);
  EXPECT_EQ(plan.platform.client_config.reconnect_nonce_s, 30);
  EXPECT_EQ(plan.platform.redelivery, (std::vector<Clock::duration>{300ms, 600ms}));
  EXPECT_EQ(plan.platform.routing, mock::Routing::evict);
  EXPECT_TRUE(plan.platform.tls);
  ASSERT_EQ(plan.subjects.size(), 2U);
  EXPECT_EQ(plan.subjects[0].reach, Reach::proxy);
  EXPECT_EQ(plan.subjects[0].settings.at("brain").at("delay"), "300ms");
  EXPECT_EQ(plan.subjects[0].settings.at("drain").at("deadline"), "2s");
  EXPECT_TRUE(plan.subjects[1].starts_later);
  EXPECT_FALSE(plan.subjects[1].shares_lock);
  ASSERT_EQ(plan.links.size(), 1U);
  EXPECT_EQ(std::get<proxy::Latency>(plan.links[0].fault).delay, 5ms);
  ASSERT_EQ(plan.steps.size(), 11U);
  EXPECT_TRUE(plan.steps[0].background);
  EXPECT_EQ(plan.steps[2].text, "{signal: {bot: SIGTERM}}");
  ASSERT_EQ(plan.checks.size(), 3U);
  EXPECT_EQ(plan.checks[1]->spelling, "exit-status: {bot: 0}");
}

TEST_F(PlanTest, AScenarioWithoutSubjectsHasOneBot) {
  const auto plans = load(with_steps("  - start: bot\n"));
  ASSERT_EQ(plans.front().subjects.size(), 1U);
  EXPECT_EQ(plans.front().subjects.front().name, "bot");
  EXPECT_TRUE(
      boost::regex_match("link up", plans.front().subjects.front().file.claims.at("connected")));
}

TEST_F(PlanTest, AMatrixMakesOnePlanForEachCell) {
  const auto plans = load(R"(
scenario: t
matrix: {moment: [idle, event-acked], times: [1, 3]}
steps:
  - await: {moment: "{matrix.moment}", nth: "{matrix.times}"}
    hold: true
expect: [answered-once]
)");
  ASSERT_EQ(plans.size(), 4U);
  EXPECT_EQ(plans[0].name, "t[moment=idle,times=1]");
  EXPECT_EQ(plans[3].name, "t[moment=event-acked,times=3]");
  EXPECT_THAT(plans[3].steps[0].text, HasSubstr("moment: event-acked, nth: 3"));
}

TEST_F(PlanTest, WhatWasRunCanBeRunAgain) {
  const auto first = load(R"(
scenario: t
matrix: {moment: [idle, event-acked]}
subjects: {bot: {brain: {delay: 1s..9s}}}
steps:
  - await: {moment: "{matrix.moment}", nth: 1..1000}
    hold: true
expect: [answered-once, {reply-latency: {max: 3s}}]
)",
                          {.seed = 7});
  const auto again = load(text_of(first[1]), {.seed = {}, .fallback_seed = 99});
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].name, first[1].name);
  EXPECT_EQ(again[0].seed, 7U);
  EXPECT_EQ(again[0].steps[0].text, first[1].steps[0].text);
  EXPECT_EQ(again[0].subjects[0].settings, first[1].subjects[0].settings);
  EXPECT_EQ(text_of(again[0]), text_of(first[1]));
}

TEST_F(PlanTest, RangesAreDrawnFromTheSeed) {
  const std::string text = with_steps("  - wait: 1s..1000s\n");
  const auto drawn = [&](std::uint64_t seed) {
    return load(text, {.seed = seed})[0].steps[0].text;
  };
  EXPECT_EQ(drawn(1), drawn(1));
  EXPECT_NE(drawn(1), drawn(2));
}

TEST_F(PlanTest, ADefiniteScenarioIsParsedOnceForAllSeeds) {
  const ScenarioText scenario = read_scenario(write("t.yaml", with_steps("  - wait: 2s\n")));
  EXPECT_TRUE(scenario.definite);
  SubjectFiles subjects(library_);
  const auto first_step = [&](const LoadOptions& options) {
    return load_plan(subjects, scenario, 0, options).steps[0].text;
  };
  EXPECT_EQ(first_step({.seed = 1}), "{wait: 2s}");
  EXPECT_EQ(first_step({.seed = 2, .scale = 3}), "{wait: 6s}");
  EXPECT_EQ(first_step({.seed = 3}), "{wait: 2s}");  // which nothing has changed meanwhile
  EXPECT_FALSE(read_scenario(write("t.yaml", with_steps("  - wait: 1s..2s\n"))).definite);
}

TEST_F(PlanTest, OneScaleMultipliesTheScenariosTimes) {
  const auto plans = load(whole, {.seed = 1, .scale = 3});
  EXPECT_EQ(plans[0].platform.client_config.ping_interval_s, 3);
  EXPECT_EQ(plans[0].platform.redelivery.front(), 900ms);
  EXPECT_EQ(plans[0].subjects[0].settings.at("brain").at("delay"), "900ms");
  EXPECT_EQ(plans[0].checks[2]->spelling, "reply-latency: {max: 9s, during: calm}");
  EXPECT_EQ(std::get<proxy::Latency>(plans[0].links[0].fault).delay, 5ms);
}

TEST_F(PlanTest, AnotherBotIgnoresSettingsThatItDoesNotHave) {
  const std::string other = write("other.yaml", "subject: other\ncommand: sleep 60\n");
  const auto plans = load(whole, {.seed = 1, .subject = other});
  EXPECT_EQ(plans[0].subjects[0].file.name, "other");
  EXPECT_TRUE(plans[0].subjects[0].settings.empty());
  EXPECT_EQ(plans[0].notes, std::vector<std::string>{"bot has no setting brain.delay; left out"});
  EXPECT_EQ(plans[0].subjects[0].file.command,
            (std::vector<std::string>{"/bin/sh", "-c", "sleep 60"}));
}

TEST_F(PlanTest, AFileOfRulesThatIsNotThereIsNamedWithItsPlace) {
  EXPECT_EQ(problem("scenario: t\nplatform:\n  rules: nothere.yaml\nsteps: [wait: 1s]\n"),
            "t.yaml:3: platform.rules: " + (root_ / "nothere.yaml").string() +
                ": cannot be read; check the name and permissions");
}

struct BadScenario {
  const char* text;
  const char* complaint;
};

class BadScenarioTest : public PlanTest, public testing::WithParamInterface<BadScenario> {};

TEST_P(BadScenarioTest, IsOneLineThatNamesPlaceAndCure) {
  EXPECT_EQ(problem(GetParam().text), GetParam().complaint);
}

const BadScenario bad_scenarios[] = {
    {"", "t.yaml:1: is empty; a file begins with 'scenario: NAME' or 'subject: NAME'"},
    {"- a\n",
     "t.yaml:1: is not a map of keys and values; a file begins with 'scenario: NAME' or 'subject: "
     "NAME'"},
    {"scenario: [\n", "t.yaml:2: is not YAML: end of sequence flow not found"},
    {"scenario: t\nstep: []\n", "t.yaml:2: step: unknown key; did you mean steps?"},
    {"scenario: t\nscenario: u\n", "t.yaml:2: scenario: stands twice; remove one"},
    {"scenario: t\n", "t.yaml:1: 'steps' is missing"},
    {"scenario: t\nsteps: []\nexpect: [answered-once]\n",
     "t.yaml:2: steps: does nothing; a scenario wants at least one step"},
    {"scenario: t\nsteps: [wait: 1s]\nexpect:\n  - exit-status: {bto: 0}\n",
     "t.yaml:4: expect[0].exit-status.bto: there is no subject 'bto'; did you mean bot?"},
    {"scenario: t\nsteps: [wait: 1s]\nexpect: [answerd-once]\n",
     "t.yaml:3: expect[0]: unknown check `answerd-once`; did you mean answered-once?"},
    {"scenario: t\nsteps: [wait: 1s]\nexpect:\n  - reply-latency: {max: -3s}\n",
     "t.yaml:4: expect[0]: reply-latency: max: a time cannot be negative: -3s"},
    {"scenario: t\nsteps: [wait: 1s]\nexpect: []\n",
     "t.yaml:3: expect: expects nothing; a scenario wants at least one check"},
    {"scenario: t\nplatform: {ping_intervall: 1s}\n",
     "t.yaml:2: platform.ping_intervall: unknown key; did you mean ping_interval?"},
    {"scenario: t\nplatform: {ping_interval: 1500ms}\n",
     "t.yaml:2: platform.ping_interval: the platform tells clients whole seconds, and "
     "2147483647 at most; write 1s, 2s …"},
    {"scenario: \"\"\nsteps: [wait: 1s]\n",
     "t.yaml:1: scenario: must be a name: one line without slashes, such as pong-never"},
    {"scenario: t\nsteps: [send: {chat: \"\"}]\n", "t.yaml:2: steps[0].send.chat: names no chat"},
    {"scenario: t\nplatform: {ping_interval: 600000h}\n",
     "t.yaml:2: platform.ping_interval: the platform tells clients whole seconds, and "
     "2147483647 at most; write 1s, 2s …"},
    {"scenario: t\nplatform: {routing: evcit}\n",
     "t.yaml:2: platform.routing: 'evcit' is not known; did you mean evict?"},
    {"scenario: t\nplatform: {fragment_bytes: 1048576}\n",
     "t.yaml:2: platform.fragment_bytes: must be at most 1044480; SDKs close a connection that "
     "brings a message of 1 MiB"},
    {"scenario: t\nplatform: {rate_limits: onn}\n",
     "t.yaml:2: platform.rate_limits: 'onn' is not known; did you mean on?"},
    {"scenario: t\nplatform:\n  apps: [{scops: [\"im:chat\"]}]\n",
     "t.yaml:3: platform.apps[0].scops: unknown key; did you mean scopes?"},
    {"scenario: t\nsteps:\n  - send: {chat: alice@c}\nexpect: [answered-once]\n",
     "t.yaml:3: steps[0].send.chat: 'alice@c' is of the tenant c, and no app is; apps name theirs "
     "by 'tenant'"},
    {"scenario: t\nplatform:\n  apps: [{tenant: b}]\nsteps:\n  - send: {chat: {group: g}, user: "
     "al}\n"
     "expect: [answered-once]\n",
     "t.yaml:5: steps[0].send.user: all apps are of a tenant; name it behind the user, as in "
     "'al@b'"},
    {"scenario: t\nplatform:\n  apps: [{id: cli_mine}]\n",
     "t.yaml:3: platform.apps[0].id: 'cli_mine' is no app id; write cli_ and 16 hex digits"},
    {"scenario: t\nplatform:\n  apps:\n    - events: [im.message.receive_v1, "
     "im.message.recieve_v1]\n",
     "t.yaml:4: platform.apps[0].events[1]: 'im.message.recieve_v1' is unknown; did you mean "
     "im.message.receive_v1?"},
    {"scenario: t\nplatform:\n  apps:\n    - scopes: [\"calendar:calendar\", \"im:mesage\"]\n",
     "t.yaml:4: platform.apps[0].scopes[1]: 'im:mesage' is unknown; did you mean im:message?"},
    {"scenario: t\nplatform:\n  apps: [{secret: \"\"}]\n",
     "t.yaml:3: platform.apps[0].secret: must not be empty: discovery would refuse it"},
    {"scenario: t\nplatform:\n  apps: [{tenant: alice@b}]\n",
     "t.yaml:3: platform.apps[0].tenant: must have no @, which stands before it in the names of "
     "its users: alice@b"},
    {"scenario: t\nplatform:\n  apps: [{webhook: {url: localhost}}]\n",
     "t.yaml:3: platform.apps[0].webhook.url: must be an absolute http:// or https:// URL"},
    {"scenario: t\nplatform:\n  hooks: [{token: a, group: g}, {token: a, group: h}]\n",
     "t.yaml:3: platform.hooks[1]: another custom bot has this token; give each its own"},
    {"scenario: t\nsubjects:\n  bot: {brian: {delay: 1s}}\n",
     "t.yaml:3: subjects.bot.brian: unknown key; did you mean brain?"},
    {"scenario: t\nsubjects:\n  bot: {brain: {dealy: 1s}}\n",
     "t.yaml:3: subjects.bot.brain.dealy: the subject has no such setting; did you mean delay?"},
    {"scenario: t\nsubjects:\n  bot: {subject: stormlark-gatewya}\n",
     "t.yaml:3: subjects.bot.subject: there is no subject 'stormlark-gatewya'; did you mean "
     "stormlark-gateway?"},
    {"scenario: t\nlinks:\n  bto: {latency: 5ms}\n",
     "t.yaml:3: links.bto: there is no subject 'bto'; did you mean bot?"},
    {"scenario: t\nmatrix:\n  a: 3\nsteps: [wait: 1s]\n",
     "t.yaml:3: matrix.a: must be a list of choices, such as [1, 3]"},
    {"scenario: t\nmatrix:\n  a: [1s, 3s]\nsteps: [wait: 1s]\nexpect: [order]\n",
     "t.yaml:3: matrix.a: is used nowhere, so that all its runs are the same; write "
     "\"{matrix.a}\", in quotes, where the choice belongs"},
    {"scenario: t\ntitle: x\nseed: -1\nsteps: [wait: 1s]\n",
     "t.yaml:3: seed: '-1' is not a seed; write a whole number, such as 7"},
    {"scenario: t\nsteps: [wait: 1s]\nexpect: [order]\n---\nscenario: u\n",
     "t.yaml:5: begins a second document, which nobody reads; remove '---', or make it a file of "
     "its own"},
    {",\n...\n,\n", "t.yaml:1: is empty; a file begins with 'scenario: NAME' or 'subject: NAME'"},
    {"scenario: t\nsteps:\n\t- wait: 1s\n",
     "t.yaml:3: is not YAML: a tab indents this line; indent by blanks"},
    {"scenario: t\nsteps: [wait: 1s]\nexpect:\n  - reply-latency: {max: 1s}\n"
     "  - reply-latency: {max: 2s}\n  - reply-latency: {max: 1s}\n",
     "t.yaml:6: expect[2]: stands twice; remove one"},
    {"scenario: t\nsubjects:\n  ../../esc: {}\n",
     "t.yaml:3: subjects.../../esc: is no name of a subject; write letters, digits, - and _ only"},
    {"scenario: t\nsubjects:\n  bot:\n    drain: {deadline: soon}\n",
     "t.yaml:4: subjects.bot.drain.deadline: 'soon' is not a duration; write a number with a unit, "
     "such as 300ms, 5s or 2min"},
    {"scenario: t\nmatrix: {moment: [idle]}\nsteps:\n  - wait: \"{matrix.momnet}\"\n",
     "t.yaml:4: steps[0].wait: matrix.momnet is not known; did you mean moment?"},
    {"scenario: t\nmatrix: {a: [1s, 2s], b: [3s]}\nsteps:\n  - wait: \"{matrix.c}\"\n",
     "t.yaml:4: steps[0].wait: matrix.c is not known; did you mean a?"},
};
INSTANTIATE_TEST_SUITE_P(Plan, BadScenarioTest, testing::ValuesIn(bad_scenarios));

class BadStepTest : public PlanTest, public testing::WithParamInterface<BadScenario> {};

TEST_P(BadStepTest, IsOneLineThatNamesPlaceAndCure) {
  EXPECT_EQ(problem(with_steps(GetParam().text)), GetParam().complaint);
}

const BadScenario bad_steps[] = {
    {"  - start: bot\n  - signl: {bot: SIGTERM}\n",
     "t.yaml:4: steps[1].signl: unknown step; did you mean signal?"},
    {"  - background: true\n",
     "t.yaml:3: steps[0]: says what modifies a step, but not what to do; add a verb"},
    {"  - start: bot\n    stop: bot\n",
     "t.yaml:4: steps[0].stop: a step has one verb, and this one has 'start' already; begin a new "
     "step with '-'"},
    {"  - start: bot\n    hold: after-commit\n",
     "t.yaml:4: steps[0].hold: does not go with 'start', which takes: background, within"},
    {"  - start: bto\n", "t.yaml:3: steps[0].start: there is no subject 'bto'; did you mean bot?"},
    {"  - signal: {bot: SIGTREM}\n",
     "t.yaml:3: steps[0].signal.bot: 'SIGTREM' is not known; did you mean SIGTERM?"},
    {"  - wait: -5s\n", "t.yaml:3: steps[0].wait: '-5s' is negative; a duration is 0 or more"},
    {"  - wait: 5\n",
     "t.yaml:3: steps[0].wait: '5' is not a duration; write a number with a unit, such as 300ms, "
     "5s or 2min"},
    {"  - await: {exit: bot, within: soon}\n",
     "t.yaml:3: steps[0].await.within: 'soon' is not a duration; write a number with a unit, such "
     "as 300ms, 5s or 2min"},
    {"  - await: {exti: bot}\n",
     "t.yaml:3: steps[0].await.exti: unknown trigger; did you mean exit?"},
    {"  - await: {call: im.message.reply, nth: 0}\n",
     "t.yaml:3: steps[0].await.nth: must be at least 1"},
    {"  - await: {moment: call-held}\n",
     "t.yaml:3: steps[0].await: a call can be struck only while it is held; add hold: true"},
    {"  - await: {settled: true}\n    hold: after-commit\n",
     "t.yaml:4: steps[0].hold: only a call or a moment can be held"},
    {"  - release: held\n",
     "t.yaml:3: steps[0].release: no earlier step holds 'held'; write 'hold: true' beside an await "
     "before it"},
    {"  - await: {log: \"(ready\"}\n",
     "t.yaml:3: steps[0].await.log: '(ready' is not a regular expression: Unmatched marking "
     "parenthesis ( or \\(."},
    {"  - heal: swallow\n",
     "t.yaml:3: steps[0].heal: no earlier step began a fault 'swallow'; known: all"},
    {"  - link: {bot: {reset: true}}\n    as: x\n  - platform: {pong: off}\n    as: x\n",
     "t.yaml:6: steps[1].as: the name 'x' stands for a fault already; give it another with 'as: "
     "NAME'"},
    {"  - send: {chat: alice, rate: 10}\n",
     "t.yaml:3: steps[0].send.rate: '10' is not a rate; write a number and a unit of time, such as "
     "10/s"},
    {"  - send: {count: 3}\n", "t.yaml:3: steps[0].send: 'chat' is missing"},
};
INSTANTIATE_TEST_SUITE_P(Plan, BadStepTest, testing::ValuesIn(bad_steps));

TEST_F(PlanTest, FaultsThatInjectorsRefuseNameTheirPlace) {
  EXPECT_THAT(problem(with_steps("  - link: {bot: {blakhole: both}}\n")),
              StartsWith("t.yaml:3: steps[0].link.bot: "));
  EXPECT_THAT(problem(with_steps("  - platform: {pnog: off}\n")),
              StartsWith("t.yaml:3: steps[0].platform: "));
}

TEST(ItemTest, IsSpelledOnOneLineAsYamlReadsIt) {
  const std::string line =
      R"({a: [1, b c, 10/s], d: {}, e: "f: g", h: "", i: "{j}", k: ~, "*": -1s})";
  EXPECT_EQ(parse_value("t.yaml", line).one_line(), line);
  EXPECT_EQ(parse_value("t.yaml", "a: two\n  lines").one_line(), "{a: two lines}");
}

}  // namespace
}  // namespace stormlark::scenarios
