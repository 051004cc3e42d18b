#include "mock_server/faults/tally.h"

namespace stormlark::mock {

bool Tally::due(Clock::time_point now) {
  const int number = ++matched_;
  if (number < bounds_.nth || (number - bounds_.nth) % bounds_.every != 0) return false;
  if (bounds_.times > 0 && struck_ >= bounds_.times) return false;
  const auto age = now - began_;
  if (age < bounds_.after || (bounds_.until && age >= *bounds_.until)) return false;
  return (bounds_.chance >= 1 || random_.chance(bounds_.chance)) && !too_often(now);
}

void Tally::strike(Clock::time_point now) {
  ++struck_;
  if (bounds_.at_most > 0) lately_.push_back(now);
}

bool Tally::too_often(Clock::time_point now) {
  while (!lately_.empty() && now - lately_.front() >= bounds_.per) lately_.pop_front();
  return bounds_.at_most > 0 && lately_.size() >= static_cast<std::size_t>(bounds_.at_most);
}

}  // namespace stormlark::mock
