#include "scenarios/explore/grammar/strikes.h"

namespace stormlark::scenarios {

void strike(Program& program, FaultKind kind) {
  using enum FaultKind;
  if (kind <= sighup) return strike_process(program, kind);
  if (kind <= connect_delay) return strike_link(program, kind);
  if (kind <= tokens) return strike_platform(program, kind);
  strike_machine(program, kind);
}

void add_passing_fault(Program& program, std::string_view verb, boost::json::object fault,
                       std::string_view stem, Clock::duration least, Clock::duration most) {
  const std::string name = program.fresh_name(stem);
  boost::json::object step = map_of({{verb, std::move(fault)}, {"as", name}});
  // Long enough to be noticed, as often as not.
  Dice& dice = program.dice();
  const std::string span = dice.chance(0.5) ? dice.span(most / 2, most) : dice.span(least, most);
  if (dice.chance(0.6)) {
    step["for"] = span;
    program.add(std::move(step));
  } else {
    program.add(std::move(step));
    program.add(map_of({{"wait", span}}));
    program.owe(map_of({{"heal", name}}));
  }
}

}  // namespace stormlark::scenarios
