#pragma once

#include "fault_proxy/rules/rule.h"

#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <string>

namespace stormlark::proxy {

/// The rules in force in one direction of a connection, one behind the other in the order in which
/// they began. Chunks enter at the front, wait where a rule holds them, and leave at the end in the
/// order in which they entered. Pure: time is an argument, nothing is read or written.
class Chain {
 public:
  /// Hears of every verdict that is not Pass.
  using Report = std::function<void(const std::string& fault, const Chunk&, const Verdict&)>;

  explicit Chain(Report report) : report_(std::move(report)) {}

  /// The rule judges what arrives at its place from now on.
  void add(std::string fault, Rule rule);
  /// What the rule held goes on to the next one, now.
  void remove(const std::string& fault, Clock::time_point now);

  void enter(Chunk chunk, Clock::time_point now);
  /// The next chunk that is through, if there is one by now.
  std::optional<Chunk> leave(Clock::time_point now);

  /// When `leave` may next have something; nothing: not before something enters or is removed.
  std::optional<Clock::time_point> next_due() const;
  /// Of all chunks inside.
  std::size_t bytes() const { return bytes_; }

 private:
  struct Held {
    Chunk chunk;
    std::optional<Clock::time_point> due;  ///< nothing: until the rule is removed
  };
  struct Stage {
    std::string fault;
    Rule rule;
    std::deque<Held> held;
  };
  using Place = std::list<Stage>::iterator;

  void arrive(Place place, Chunk chunk);
  void judge(Place place, Chunk piece);
  void advance(Clock::time_point now);

  Report report_;
  std::list<Stage> stages_;
  std::deque<Chunk> through_;
  std::size_t bytes_ = 0;
};

}  // namespace stormlark::proxy
