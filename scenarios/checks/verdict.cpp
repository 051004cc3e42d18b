#include "scenarios/checks/verdict.h"

namespace stormlark::scenarios {
namespace {

int badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::held:
      return 0;
    case Verdict::vacuous:
      return 1;
    case Verdict::inconclusive:
      return 2;
    case Verdict::violated:
      return 3;
  }
  return 3;
}

Finding finding(Verdict verdict, std::string summary, std::vector<std::uint64_t> evidence) {
  Finding made;
  made.verdict = verdict;
  made.summary = std::move(summary);
  made.evidence = std::move(evidence);
  return made;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::held:
      return "held";
    case Verdict::violated:
      return "violated";
    case Verdict::vacuous:
      return "vacuous";
    case Verdict::inconclusive:
      return "inconclusive";
  }
  return "violated";
}

Verdict worse(Verdict a, Verdict b) {
  return badness(a) < badness(b) ? b : a;
}

Finding held(std::string summary) {
  return finding(Verdict::held, std::move(summary), {});
}

Finding violated(std::string summary, std::vector<std::uint64_t> evidence) {
  return finding(Verdict::violated, std::move(summary), std::move(evidence));
}

Finding vacuous(std::string summary) {
  return finding(Verdict::vacuous, std::move(summary), {});
}

Finding inconclusive(std::string summary, std::vector<std::uint64_t> evidence) {
  return finding(Verdict::inconclusive, std::move(summary), std::move(evidence));
}

}  // namespace stormlark::scenarios
