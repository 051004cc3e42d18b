#pragma once

#include "runtime/clock.h"
#include "runtime/prng.h"

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// The draws of which random scenarios are made.
class Dice {
 public:
  explicit Dice(Prng random) : random_(random) {}

  /// Dice of its own for one part, so that a new draw elsewhere does not shift it.
  Dice fork(std::string_view name) const { return Dice(random_.fork(name)); }

  bool chance(double probability) { return random_.chance(probability); }
  double unit() { return random_.unit(); }
  /// Both ends included.
  int between(int least, int most);
  /// Short spans are as likely as long ones, on every scale; two significant digits.
  std::string span(Clock::duration least, Clock::duration most);
  /// An index, in proportion to its weight; at least one is positive.
  std::size_t weighted(const std::vector<double>& weights);

  template <class T>
  T pick(std::initializer_list<T> choices) {
    return choices.begin()[random_.below(choices.size())];
  }
  template <class T>
  const T& pick(const std::vector<T>& choices) {
    return choices[random_.below(choices.size())];
  }

 private:
  Prng random_;
};

}  // namespace stormlark::scenarios
