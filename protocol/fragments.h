#pragma once

#include "protocol/frame.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace stormlark::protocol {

/// Splits a data frame's payload into frames of at most `bytes_max` payload bytes, with `sum` and
/// `seq` set. At least one frame.
std::vector<Frame> split(Frame whole, std::size_t bytes_max);

/// Puts fragmented data frames together again, by message id, in bounded memory.
class FragmentAssembler {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  struct Limits {
    std::size_t sets_max = 256;
    std::size_t bytes_max = 64U << 20;  ///< over all incomplete sets
    std::int64_t parts_max = 1024;      ///< of one set
    std::chrono::steady_clock::duration age_max = std::chrono::seconds(30);
  };

  explicit FragmentAssembler(Limits limits) : limits_(limits) {}

  /// The whole frame when `part` completes its set: the completing fragment's SeqID, LogID and
  /// headers (which is what peers acknowledge), the payload joined. Nothing while parts are
  /// missing. Attempts share a message id, and a fragment of any of them may be damaged: the newest
  /// takes the place of what stood there, and begins the set anew if it names another `sum`.
  boost::system::result<std::optional<Frame>> add(Frame part, time_point now);

  std::size_t incomplete_sets() const { return sets_.size(); }

 private:
  struct Set {
    std::vector<std::optional<std::string>> parts;
    std::size_t missing = 0;
    std::size_t bytes = 0;
    time_point began;
  };

  boost::system::result<std::optional<Frame>> add_to_set(Frame part, std::size_t sum,
                                                         std::size_t seq, time_point now);
  void take_out(Set& set, std::size_t seq);
  void discard(std::map<std::string, Set>::iterator set);
  void drop_old(time_point now);

  Limits limits_;
  std::map<std::string, Set> sets_;
  std::size_t bytes_ = 0;
};

}  // namespace stormlark::protocol
