#include "gateway/health/readiness.h"

#include "gateway/api/send_path.h"
#include "runtime/manual_world.h"

#include <gtest/gtest.h>

namespace stormlark::gateway {
namespace {

using protocol::Remedy;

Vitals healthy() {
  Vitals vitals;
  vitals.phase = Phase::running;
  vitals.link = "connected";
  vitals.silence = 3s;
  vitals.silence_max = 125s;
  vitals.send_works = true;
  return vitals;
}

TEST(Readiness, NeedsBothHalvesAndSaysWhichIsMissing) {
  EXPECT_EQ(not_ready_because(healthy()), std::nullopt);

  Vitals draining = healthy();
  draining.phase = Phase::draining;
  EXPECT_EQ(not_ready_because(draining), "gateway is draining");

  Vitals waiting = healthy();
  waiting.link = "waiting";
  EXPECT_EQ(not_ready_because(waiting), "link is waiting");

  Vitals silent = healthy();
  silent.silence = 126s;
  EXPECT_EQ(not_ready_because(silent), "link is silent");

  Vitals deaf = healthy();
  deaf.custody_works = false;
  EXPECT_EQ(not_ready_because(deaf), "journal cannot be written");

  Vitals mute = healthy();
  mute.send_works = false;
  EXPECT_EQ(not_ready_because(mute), "sending is not proven");

  Vitals limited = healthy();
  limited.send_waits = 10s;
  EXPECT_EQ(not_ready_because(limited), std::nullopt);
  limited.send_waits = 11s;
  EXPECT_EQ(not_ready_because(limited), "sending waits, as the platform asked");
}

TEST(Readiness, FactsComeWithTheirAges) {
  Vitals vitals = healthy();
  vitals.send_proof_age = 1500ms;
  const auto json = describe(vitals);
  EXPECT_EQ(json.at("ready"), true);
  EXPECT_EQ(json.at("link").at("last_byte_ms_ago"), 3000);
  EXPECT_EQ(json.at("send").at("last_success_ms_ago"), 1500);
  vitals.silence.reset();
  EXPECT_TRUE(describe(vitals).at("link").at("last_byte_ms_ago").is_null());
  EXPECT_EQ(describe(vitals).at("ready"), false);
}

CallOutcome ended(Remedy remedy, unsigned http_status, int code) {
  CallOutcome outcome;
  outcome.remedy = remedy;
  outcome.http_status = http_status;
  outcome.code = code;
  outcome.text = "words";
  return outcome;
}

TEST(SendPath, IsProvenByAnAnswerThatOnlyThePlatformGives) {
  ManualWorld world;
  SendPath path(world.clock());
  EXPECT_FALSE(path.works(1min));
  path.note(ended(Remedy::fix_request, 404, 0));  // perhaps a proxy's page
  EXPECT_FALSE(path.works(1min));
  path.note(ended(Remedy::target_gone, 400, 230011));
  EXPECT_TRUE(path.works(1min));
  path.note(ended(Remedy::none, 200, 0));
  EXPECT_TRUE(path.works(1min));
}

TEST(SendPath, AFailureAndAgeUndoTheProof) {
  ManualWorld world;
  SendPath path(world.clock());
  path.note(ended(Remedy::none, 200, 0));
  world.run_for(59s);
  EXPECT_TRUE(path.works(1min));
  world.run_for(2s);
  EXPECT_FALSE(path.works(1min));
  EXPECT_EQ(path.proof_age(), 61s);
  path.note(ended(Remedy::none, 200, 0));
  path.note(ended(Remedy::retry, 503, 0));
  EXPECT_FALSE(path.works(1min));
  EXPECT_EQ(path.failure(), "words");
}

}  // namespace
}  // namespace stormlark::gateway
