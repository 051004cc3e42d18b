#include "scenarios/explore/grammar/strikes.h"

namespace stormlark::scenarios {
namespace {

constexpr const char* patience = "3s";  // for a fault that may find nothing to strike

}  // namespace

void strike(Program& program, FaultKind kind) {
  using enum FaultKind;
  if (kind <= sighup) return strike_process(program, kind);
  if (kind <= connect_delay) return strike_link(program, kind);
  if (kind <= pong_damaged) return strike_by_rule(program, kind);
  if (kind <= tokens) return strike_platform(program, kind);
  strike_machine(program, kind);
}

void add_confirmation(boost::json::object& step) {
  step["confirm"] = true;
  step["within"] = patience;
}

void add_passing_fault(Program& program, std::string_view verb, boost::json::object fault,
                       std::string_view stem, Clock::duration least, Clock::duration most) {
  const std::string name = program.fresh_name(stem);
  boost::json::object step = map_of({{verb, std::move(fault)}, {"as", name}});
  // Long enough to be noticed, as often as not.
  Dice& dice = program.dice();
  const std::string span = dice.chance(0.5) ? dice.span(most / 2, most) : dice.span(least, most);
  if (dice.chance(0.1)) add_confirmation(step);
  if (dice.chance(0.6)) {
    step["for"] = span;
    return program.add(std::move(step));
  }
  program.add(std::move(step));
  if (dice.chance(0.2)) {
    program.add(map_of({{"await", map_of({{"fault", name}})}, {"within", patience}}));
  } else {
    program.add(map_of({{"wait", span}}));
  }
  program.owe(map_of({{"heal", name}}));
}

}  // namespace stormlark::scenarios
