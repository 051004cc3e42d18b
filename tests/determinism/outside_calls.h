#pragma once

#include <set>
#include <string>

namespace stormlark {

/// Watches the C library's calls for time, randomness, sockets, files, threads and sleep while it
/// lives, in the whole process: what a simulated run must not reach. They are carried out all the
/// same.
class OutsideCalls {
 public:
  /// `allowed_path` names a file with one line for each call that may be made: the call, a word of
  /// the function that makes it, and after `#` why.
  explicit OutsideCalls(const std::string& allowed_path);
  ~OutsideCalls();
  OutsideCalls(const OutsideCalls&) = delete;
  OutsideCalls& operator=(const OutsideCalls&) = delete;

  /// What was called and is not allowed: the call and who made it, innermost first.
  const std::set<std::string>& forbidden() const;
  /// Lines of the file that nothing needed; such a line goes.
  std::set<std::string> needless() const;
};

}  // namespace stormlark
