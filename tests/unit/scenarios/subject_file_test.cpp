#include "scenarios/plan/document.h"
#include "scenarios/plan/template.h"
#include "tests/unit/scenarios/plan_fixture.h"

namespace stormlark::scenarios {
namespace {

using SubjectFileTest = PlanTest;

TEST_F(SubjectFileTest, ExtendsAnother) {
  write("subjects/base.yaml", R"(
subject: base
title: The base
command: [bot, --quiet]
env: {A: "1", B: "2"}
ready: readyz
health: "http://127.0.0.1:{port.health}"
tolerates: [batching]
settings: {brain: {delay: 0s, depth: 3}}
)");
  write("subjects/bent.yaml", R"(
subject: bent
extends: base
command: bent-bot
env: {B: "3"}
settings: {brain: {delay: 5s}}
)");
  const SubjectFile file = load_subject(library_, "bent");
  EXPECT_EQ(file.name, "bent");
  EXPECT_EQ(file.title, "The base");
  EXPECT_EQ(file.command, (std::vector<std::string>{"/bin/sh", "-c", "bent-bot"}));
  EXPECT_EQ(file.environment, (std::map<std::string, std::string>{{"A", "1"}, {"B", "3"}}));
  EXPECT_EQ(file.ready.kind, ReadyWhen::Kind::readyz);
  EXPECT_TRUE(file.tolerates.contains("batching"));
  EXPECT_EQ(file.settings.at("brain").at("delay"), "5s");
  EXPECT_EQ(file.settings.at("brain").at("depth"), 3);
}

TEST_F(SubjectFileTest, SaysWhatIsWrong) {
  const auto problem_of = [&](const std::string& text) {
    try {
      load_subject(library_, write("s.yaml", text));
    } catch (const PlanError& error) {
      return std::string(error.what()).substr(root_.string().size() + 1);
    }
    return std::string("no complaint");
  };
  EXPECT_EQ(problem_of("subject: s\n"),
            "s.yaml:1: 'command' is missing: say how the bot is started");
  EXPECT_EQ(problem_of("subject: s\ncomand: x\n"),
            "s.yaml:2: comand: unknown key; did you mean command?");
  EXPECT_EQ(problem_of("subject: s\ncommand: x\nready: readyz\n"),
            "s.yaml:1: 'ready: readyz' wants 'health', the URL where /readyz is asked");
  EXPECT_EQ(problem_of("subject: s\ncommand: \" \"\n"),
            "s.yaml:2: command: starts nothing; write a command for the shell, or a list of words");
  EXPECT_EQ(problem_of("subject: s\ncommand: x\nenv: {\"A=B\": x}\n"),
            "s.yaml:3: env.A=B: 'A=B' is not the name of a variable, which has no =");
  for (const std::string file : {"../up", "/tmp/x", "sub/", "."}) {
    EXPECT_THAT(problem_of("subject: s\ncommand: x\nfiles: {\"" + file + "\": x}\n"),
                testing::EndsWith("'" + file +
                                  "' is not the path of a file below the directory of the run"));
  }
  write("subjects/loop.yaml", "subject: loop\nextends: loop\n");
  EXPECT_THAT(problem_of("subject: s\nextends: loop\n"),
              testing::EndsWith("extends itself, or too long a row of others"));
  EXPECT_THAT(problem_of("subject: s\ncommand: x\nready: {log: \"(\"}\n"),
              testing::StartsWith("s.yaml:3: ready.log: '(' is not a regular expression"));
  EXPECT_EQ(problem_of("subject: s\nextends: nope\n"),
            "s.yaml:2: extends: there is no subject 'nope'; 'stormlark list' shows what there is");
  for (const char* time : {"2", "soon", "{a: 1s}"}) {
    EXPECT_THAT(problem_of("subject: s\ncommand: x\nsettings:\n  link:\n    pong_deadline: " +
                           std::string(time) + "\n"),
                testing::AllOf(testing::StartsWith("s.yaml:5: settings.link.pong_deadline: "),
                               testing::HasSubstr("is not a duration")));
  }
  EXPECT_EQ(problem_of("subject: s\ncommand: x\nenv:\n  A: \"{app.idd}\"\n"),
            "s.yaml:4: env.A: {app.idd} is not known; did you mean app.id?");
  EXPECT_EQ(
      problem_of("subject: s\ncommand:\n  - x\n  - \"{settings.dely}\"\nsettings: {delay: 1s}\n"),
      "s.yaml:4: command[1]: {settings.dely} is not known; did you mean settings.delay?");
}

TEST_F(SubjectFileTest, AnotherMayHaveTheSettingsThatItsTextsName) {
  write("subjects/base.yaml", "subject: base\ncommand: [bot, \"{settings.words}\", \"{bin}\"]\n");
  const std::string own =
      write("own.yaml", "subject: own\nextends: base\nsettings: {words: few}\n");
  EXPECT_EQ(load_subject(library_, own).command.size(), 3U);
}

TEST_F(SubjectFileTest, ATimeOfNothingNeedsNoUnit) {
  const std::string path =
      write("s.yaml", "subject: s\ncommand: x\nsettings: {link: {backoff_min: 0}}\n");
  EXPECT_EQ(load_subject(library_, path).settings.at("link").at("backoff_min"), "0");
}

TEST_F(SubjectFileTest, TheManualHasTheNamesThatTextsMayHold) {
  const std::string manual = read_text(std::string(STORMLARK_DOCS) + "/subjects.md");
  for (const std::string& name : names_in_subject_files()) {
    EXPECT_THAT(manual, testing::HasSubstr("`{" + name + "}`"));
  }
}

TEST(TemplateTest, PutsValuesInPlaceOfNames) {
  TemplateValues values = {{"app.id", "cli_1"}, {"proxy.url", ""}};
  add_settings(values, "settings",
               boost::json::object{{"brain", {{"delay", "5s"}, {"words", {"a", "b"}}}}});
  EXPECT_EQ(expand("id={app.id} delay={settings.brain.delay}", values).text, "id=cli_1 delay=5s");
  EXPECT_EQ(expand("{settings.brain.words}", values).text, R"(["a","b"])");
  EXPECT_EQ(expand("{id: \"{app.id}\"} {} {A}", values).text, "{id: \"cli_1\"} {} {A}");
}

TEST(TemplateTest, LeavesOutLinesWhoseOptionalValueIsEmpty) {
  const TemplateValues values = {{"a", "1"}, {"none", ""}};
  EXPECT_EQ(expand("a: {a?}\nb: {none?}\nc: {none}\n", values).text, "a: 1\nc: \n");
}

TEST(TemplateTest, NamesTheNearestKnownName) {
  const Expanded expanded = expand("{app.idd}", {{"app.id", "x"}});
  EXPECT_EQ(expanded.problem, "{app.idd} is not known; did you mean app.id?");
}

using LibraryTest = PlanTest;

TEST_F(LibraryTest, RefersToASubjectByItsNameOnlyWhereThatFindsIt) {
  EXPECT_EQ(library_.reference_to_subject("stormlark-gateway"), "stormlark-gateway");
  const std::string known = (root_ / "subjects/stormlark-gateway.yaml").string();
  EXPECT_EQ(library_.reference_to_subject(known), "stormlark-gateway");
  const std::string mine = write("mine.yaml", "subject: stormlark-gateway\ncommand: x\n");
  EXPECT_EQ(library_.reference_to_subject(mine), mine);
  EXPECT_EQ(library_.reference_to_subject((root_ / "./mine.yaml").string()), mine);
}

TEST_F(LibraryTest, FindsByPathThenCatalogueThenBesideTheExecutableThenShare) {
  const auto bin = root_ / "bin";
  std::filesystem::create_directories(bin / "catalogue");
  std::filesystem::create_directories(root_ / "share/stormlark/catalogue");
  std::filesystem::create_directories(root_ / "mine");
  const std::string shared = write("share/stormlark/catalogue/a.yaml", "x");
  EXPECT_EQ(Library(bin.string(), "").scenario("a"),
            (root_ / "share/stormlark/catalogue/a.yaml").string());
  const std::string beside = write("bin/catalogue/a.yaml", "x");
  EXPECT_EQ(Library(bin.string(), "").scenario("a"), beside);
  const std::string mine = write("mine/a.yaml", "x");
  const Library library(bin.string(), (root_ / "mine").string());
  EXPECT_EQ(library.scenario("a"), mine);
  EXPECT_EQ(library.scenario(shared), shared);
  EXPECT_EQ(library.scenarios(), std::vector<std::string>{"a"});
}

TEST_F(LibraryTest, NamesThatAreNotFoundGetNearOnes) {
  write("catalogue/pong-never.yaml", "x");
  EXPECT_THROW(
      {
        try {
          library_.scenario("pong-nver");
        } catch (const PlanError& error) {
          EXPECT_STREQ(error.what(), "there is no scenario 'pong-nver'; did you mean pong-never?");
          throw;
        }
      },
      PlanError);
}

}  // namespace
}  // namespace stormlark::scenarios
