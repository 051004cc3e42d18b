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
/// of a run, and yet shows that a peer gave up a connection that nobody else can see it give up.
class Evidence {
 public:
  explicit Evidence(history::Recorder& recorder) : recorder_(recorder) {}

  /// A fault of that name begins: what is written of an earlier one does not count for it.
  void forget(const std::string& fault);

  void judged(const std::string& fault, Direction direction, const Chunk& chunk,
              const Verdict& verdict);
  void happened(const std::string& fault, const std::string& what);

 private:
  history::Recorder& recorder_;
  std::set<std::tuple<std::string, Direction, Chunk::Kind>> written_;  ///< by chunks
  std::set<std::string> happened_;
};

}  // namespace stormlark::proxy
