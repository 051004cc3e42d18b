#pragma once

#include "fault_proxy/faults.h"
#include "fault_proxy/rules/rule.h"
#include "history/recorder.h"

#include <set>
#include <string>
#include <tuple>

namespace stormlark::proxy {

/// Writes to the history that faults took effect: once for each fault, and for those that act on
/// chunks once for each direction and kind of chunk, so that a long fault does not drown the record
/// of a run. Each end of a long connection is written that is kept from a peer: nobody else sees
/// when he learns of it.
class Evidence {
 public:
  explicit Evidence(history::Recorder& recorder) : recorder_(recorder) {}

  /// A fault of that name begins: what is written of an earlier one does not count for it.
  void forget(const std::string& fault);

  /// `carried` says what its connection is, as in Carried::name().
  void judged(const std::string& fault, Direction direction, const Chunk& chunk,
              const Verdict& verdict, const std::string& carried);
  void happened(const std::string& fault, const std::string& what);

 private:
  history::Recorder& recorder_;
  std::set<std::tuple<std::string, Direction, Chunk::Kind>> written_;  // by chunks, of a fault
  std::set<std::string> happened_;
};

}  // namespace stormlark::proxy
