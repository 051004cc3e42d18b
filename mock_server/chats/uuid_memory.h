#pragma once

#include "mock_server/directory.h"
#include "runtime/clock.h"

#include <map>
#include <string>
#include <utility>

namespace stormlark::mock {

/// What each app made with a `uuid`, for as long as the platform remembers: the same wish again
/// makes nothing new.
template <class What>
class UuidMemory {
 public:
  UuidMemory(const Clock& clock, Clock::duration life) : clock_(clock), life_(life) {}

  /// Null where it remembers nothing.
  const What* find(const App& by, const std::string& uuid) const {
    const auto found = known_.find({by.options.id, uuid});
    if (found == known_.end() || found->second.end <= clock_.now()) return nullptr;
    return found->second.what;
  }
  void keep(const App& by, const std::string& uuid, const What& what) {
    known_[{by.options.id, uuid}] = {&what, clock_.now() + life_};
  }
  void forget_all() { known_.clear(); }

 private:
  struct Known {
    const What* what = nullptr;
    Clock::time_point end;
  };

  const Clock& clock_;
  Clock::duration life_;
  std::map<std::pair<std::string, std::string>, Known> known_;  // app id and uuid
};

}  // namespace stormlark::mock
