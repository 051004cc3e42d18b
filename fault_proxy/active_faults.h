#pragma once

#include "fault_proxy/faults.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stormlark::proxy {

/// A fault in force.
struct ActiveFault {
  std::uint64_t number = 0;  ///< of its beginning; a name may come back
  std::string name;
  Fault fault;
};

/// The faults in force, in the order in which they began.
class ActiveFaults {
 public:
  const ActiveFault& begin_fault(std::string name, Fault fault) {
    return faults_.emplace_back(ActiveFault{++begun_, std::move(name), std::move(fault)});
  }
  bool end_fault(const std::string& name) {
    return std::erase_if(faults_, [&](const ActiveFault& each) { return each.name == name; }) > 0;
  }

  /// The last that began of that kind, or null.
  template <class Kind>
  const ActiveFault* last() const {
    const ActiveFault* found = nullptr;
    for (const ActiveFault& each : faults_) {
      if (std::holds_alternative<Kind>(each.fault)) found = &each;
    }
    return found;
  }

  auto begin() const { return faults_.begin(); }
  auto end() const { return faults_.end(); }

 private:
  std::vector<ActiveFault> faults_;
  std::uint64_t begun_ = 0;
};

}  // namespace stormlark::proxy
