#include "scenarios/explore/mutate.h"

#include "runtime/duration.h"
#include "scenarios/explore/expectations.h"
#include "scenarios/explore/grammar/grammar.h"
#include "scenarios/explore/shrink/without.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

constexpr int changes_max = 4;

/// Times become up to four times longer or shorter.
void stretch(json::value& value, Dice& dice) {
  const auto* text = value.if_string();
  const auto span = text ? parse_duration(*text) : std::nullopt;
  if (!span || *span <= 1ms) return;
  value = dice.span(*span / 4, *span * 4);
}

/// The times and counts of a step, the deepest values of its tree.
void collect_numbers(json::value& tree, std::vector<json::value*>& into) {
  if (auto* object = tree.if_object()) {
    for (auto& pair : *object) collect_numbers(pair.value(), into);
  } else if (tree.is_int64() || (tree.is_string() && parse_duration(tree.as_string()))) {
    into.push_back(&tree);
  }
}

bool forgets(const Schedule& schedule) {
  return schedule.platform.contains("uuid_memory");
}

void change_number(Schedule& schedule, Dice& dice) {
  std::vector<json::value*> numbers;
  for (json::object& step : schedule.steps) {
    // With a slower link calls are in doubt, and the platform forgets what it took.
    if (forgets(schedule) && step.contains("link")) continue;
    for (auto& pair : step) {
      if (pair.key() != "within") collect_numbers(pair.value(), numbers);
    }
  }
  if (numbers.empty()) return;
  json::value& number = *dice.pick(numbers);
  if (number.is_int64()) {
    number = dice.between(1, static_cast<int>(std::min<std::int64_t>(40, 2 * number.as_int64())));
  } else {
    stretch(number, dice);
  }
}

std::size_t place(const Schedule& schedule, Dice& dice) {
  return static_cast<std::size_t>(dice.between(0, static_cast<int>(schedule.steps.size()) - 1));
}

void drop_step(Schedule& schedule, Dice& dice) {
  if (schedule.steps.size() < 2) return;
  Schedule rest = without_steps(schedule, place(schedule, dice), 1);
  if (!rest.steps.empty()) schedule = std::move(rest);
}

/// What begins no named fault can be done twice.
void repeat_step(Schedule& schedule, Dice& dice) {
  const json::object step = schedule.steps[place(schedule, dice)];
  for (const char* key : {"as", "hold", "heal", "release"}) {
    if (step.contains(key)) return;
  }
  const auto at = static_cast<std::ptrdiff_t>(place(schedule, dice));
  schedule.steps.insert(schedule.steps.begin() + at, step);
}

void insert_wait(Schedule& schedule, Dice& dice) {
  const auto at = static_cast<std::ptrdiff_t>(place(schedule, dice));
  schedule.steps.insert(schedule.steps.begin() + at, map_of({{"wait", dice.span(1ms, 2s)}}));
}

Company company_of(const Schedule& schedule) {
  if (schedule.subjects.size() < 2) return Company::alone;
  for (const auto& pair : schedule.subjects) {
    const auto* settings = pair.value().if_object();
    const auto* lock = settings ? settings->if_contains("lock") : nullptr;
    if (!lock || !is_text(*lock, "separate")) return Company::race;
  }
  return Company::hosts;
}

/// Rungs beyond the file's, so that a message is never given up before all is healed.
void outlast(Schedule& schedule) {
  json::value& ladder = schedule.platform["redelivery"];
  if (!ladder.is_array()) ladder = json::array();
  for (const char* rung : {"1s", "2s", "4s", "8s", "15s", "30s"}) {
    ladder.as_array().emplace_back(rung);
  }
}

/// Steps of the grammar's, in between. Names of its faults cannot be those of the file.
void insert_episode(Schedule& schedule, Dice& dice, const std::optional<Situation>& wanted) {
  Swarm swarm = draw_swarm(dice.fork("swarm"), wanted);
  swarm.bots = schedule.subject_names();
  swarm.company = company_of(schedule);
  Program program(dice.fork("program"), swarm);
  program.name_from(1000);
  add_episode(program, wanted);
  program.settle();
  const auto steps = program.take_steps();
  const auto at = static_cast<std::ptrdiff_t>(place(schedule, dice));
  schedule.steps.insert(schedule.steps.begin() + at, steps.begin(), steps.end());
}

}  // namespace

Schedule mutate(const Schedule& given, std::uint64_t seed) {
  Dice dice(Prng(seed).fork("mutate"));
  Schedule schedule = given;
  schedule.name = fmt::format("{}-mutated-{}", given.name, seed);
  schedule.seed = seed;
  schedule.expect.clear();
  outlast(schedule);
  const int changes = dice.between(1, changes_max);
  for (int change = 0; change < changes; ++change) {
    switch (dice.weighted({0.5, 0.15, 0.15, 0.2})) {
      case 0:
        change_number(schedule, dice);
        break;
      case 1:
        drop_step(schedule, dice);
        break;
      case 2:
        repeat_step(schedule, dice);
        break;
      default:
        insert_wait(schedule, dice);
    }
  }
  if (!forgets(schedule) && dice.chance(0.4)) insert_episode(schedule, dice, aim_of(seed));
  // When somebody verifies is not for the checks to say any more.
  for (const json::value& expected : expectations(schedule)) {
    if (!is_text(expected, "probe-answered")) schedule.expect.push_back(expected);
  }
  return schedule;
}

}  // namespace stormlark::scenarios
