#include "scenarios/explore/grammar/strikes.h"

namespace stormlark::scenarios {
namespace {

constexpr const char* patience = "12s";

void terminate(Program& program) {
  if (program.dice().chance(0.2)) {
    program.thaw();
    program.add(map_of({{"stop", program.bot()}, {"within", patience}}));
    return program.note_down();
  }
  program.signal("SIGTERM");
  if (program.dice().chance(0.3)) program.wait(1ms, 1s);
  program.await_exit();
  program.note_down();
}

void kill(Program& program) {
  program.kill();
  program.note_down();
  program.await_exit();
}

void freeze(Program& program) {
  program.freeze();
  program.wait(1ms, 4s);
  program.thaw();
}

}  // namespace

void strike_process(Program& program, FaultKind kind) {
  switch (kind) {
    case FaultKind::sigterm:
      return terminate(program);
    case FaultKind::sigkill:
      return kill(program);
    case FaultKind::sigstop:
      return freeze(program);
    default:
      return program.signal("SIGHUP");
  }
}

}  // namespace stormlark::scenarios
