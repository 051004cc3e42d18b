#pragma once

#include "history/recorder.h"
#include "runtime/signal_flag.h"
#include "runtime/world.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace stormlark::scenarios {

/// How things stand in a run, kept up to date from its records; what triggers look at.
class Standing {
 public:
  Standing(World& world, history::Recorder& recorder, bool late_acks_count);

  /// Every message so far has its answer, and no API call is under way.
  bool idle() const { return unanswered_.empty() && open_calls_.empty(); }
  /// Idle, and no more messages are about to be sent.
  bool settled() const { return sending_ == 0 && idle(); }
  /// Settled, and the platform has nothing left to deliver again.
  bool quiet() const { return settled() && unacked_.empty(); }
  bool answered(const std::string& message) const { return !unanswered_.contains(message); }
  std::size_t unanswered() const { return unanswered_.size(); }
  std::size_t connections(const std::string& peer) const;

  /// Messages are about to be sent for as long as it lives.
  class Sending {
   public:
    explicit Sending(Standing& standing) : standing_(standing) { ++standing_.sending_; }
    ~Sending() { --standing_.sending_; }
    Sending(const Sending&) = delete;
    Sending& operator=(const Sending&) = delete;

   private:
    Standing& standing_;
  };

  const history::History& history() const { return recorder_.history(); }

  /// Waits until `holds`, which is asked again after each record; false when `within` passed first.
  awaitable<bool> until(std::function<bool()> holds, Clock::duration within);

 private:
  /// What the platform delivers until somebody acknowledges it.
  struct Delivery {
    std::string message;
    int attempt = 0;  ///< the last
  };

  void take(const history::Record& record);
  void note_attempt(const std::string& event, const std::string& message, int attempt);
  void forget_delivery(const std::string& event);

  World& world_;
  history::Recorder& recorder_;
  bool late_acks_count_;
  int sending_ = 0;
  std::set<std::string> unanswered_;
  std::map<std::string, Delivery> unacked_;      // by the event of the first push
  std::map<std::string, std::string> first_of_;  // by the event of any attempt
  std::set<int> open_calls_;
  std::map<std::string, std::set<int>> connections_;
  std::shared_ptr<SignalFlag> changed_;  // replaced by a fresh one at each record
  std::shared_ptr<void> watching_;
};

/// What happened from index `from` on, by kind, for a step whose trigger did not come:
/// `12 message-accepted, 3 pushed`.
std::string what_happened(const history::History& history, std::size_t from);

}  // namespace stormlark::scenarios
