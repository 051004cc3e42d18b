#pragma once

#include "scenarios/checks/check.h"
#include "tests/support/history_builder.h"

#include <string>

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace stormlark::scenarios {

/// The times of the stories in these tests: short ones, as scenarios have them.
inline JudgingContext short_times() {
  JudgingContext context;
  context.ping_interval = 1s;
  context.pong_deadline = 500ms;
  context.reconnect_nonce = 0s;
  context.reconnect_interval = 1s;
  context.drain_deadline = 2s;
  context.drain_grace = 1s;
  return context;
}

/// Judges a story by one check, named and with its parameters as JSON.
inline Finding judge_one(const history::HistoryBuilder& story, const std::string& check,
                         const std::string& parameters = "null",
                         const JudgingContext& context = short_times()) {
  CheckParse parsed = parse_check(check, boost::json::parse(parameters));
  EXPECT_TRUE(parsed.check) << parsed.problem;
  if (!parsed.check) return {};
  std::vector<std::unique_ptr<Check>> checks;
  checks.push_back(std::move(parsed.check));
  return judge(story.history(), context, checks).front();
}

}  // namespace stormlark::scenarios

#define EXPECT_VERDICT(wanted, finding) \
  EXPECT_EQ(to_string(Verdict::wanted), to_string((finding).verdict)) << (finding).summary
