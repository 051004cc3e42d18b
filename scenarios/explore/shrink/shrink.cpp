#include "scenarios/explore/shrink/shrink.h"

#include "scenarios/explore/shrink/simplify.h"
#include "scenarios/explore/shrink/without.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

class Shrinker {
 public:
  Shrinker(Schedule failing, const StillFails& still_fails, int runs_max)
      : least_(std::move(failing)), still_fails_(still_fails), runs_max_(runs_max) {}

  Shrunk run() {
    bool changed = true;
    while (changed && !is_spent()) {
      changed = drop_steps();
      changed = drop_subjects() || changed;
      changed = simplify() || changed;
    }
    return {std::move(least_), runs_};
  }

 private:
  bool is_spent() const { return runs_ >= runs_max_; }

  bool take_if_it_fails(Schedule candidate) {
    if (is_spent()) return false;
    ++runs_;
    if (!still_fails_(candidate)) return false;
    least_ = std::move(candidate);
    return true;
  }

  // The last ones first: what comes after the failure is seldom needed.
  bool drop_steps() {
    bool changed = false;
    for (std::size_t chunk = std::max<std::size_t>(1, least_.steps.size() / 2); chunk > 0;
         chunk /= 2) {
      std::size_t end = least_.steps.size();
      while (end > 0) {
        const std::size_t first = end > chunk ? end - chunk : 0;
        const bool dropped = take_if_it_fails(without_steps(least_, first, end - first));
        changed = changed || dropped;
        end = std::min(first, least_.steps.size());
      }
    }
    return changed;
  }

  bool drop_subjects() {
    bool changed = false;
    for (const std::string& name : least_.subject_names()) {
      if (least_.subjects.size() == 1) break;
      changed = take_if_it_fails(without_subject(least_, name)) || changed;
    }
    return changed;
  }

  bool simplify() {
    bool changed = false;
    std::vector<Schedule> candidates = simplifications(least_);
    for (std::size_t next = 0; next < candidates.size() && !is_spent();) {
      if (take_if_it_fails(std::move(candidates[next]))) {
        changed = true;
        candidates = simplifications(least_);
      } else {
        ++next;
      }
    }
    return changed;
  }

  Schedule least_;
  const StillFails& still_fails_;
  int runs_max_;
  int runs_ = 0;
};

}  // namespace

Shrunk shrink(Schedule failing, const StillFails& still_fails, int runs_max) {
  return Shrinker(std::move(failing), still_fails, runs_max).run();
}

}  // namespace stormlark::scenarios
