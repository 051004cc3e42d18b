#include "scenarios/actions/unsynced.h"

namespace stormlark::scenarios {

Unsynced read_unsynced(const StepText& step, bool kills) {
  const auto item = step.modifiers.find("unsynced");
  if (!item) return Unsynced::kept;
  const std::string word = item->word({"kept", "lost", "torn"});
  if (!kills) item->fail("only what is killed leaves unsynced bytes: SIGKILL, or disk: crash-at");
  if (word == "kept") return Unsynced::kept;
  return word == "lost" ? Unsynced::lost : Unsynced::torn;
}

}  // namespace stormlark::scenarios
