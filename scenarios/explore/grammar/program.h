#pragma once

#include "scenarios/explore/grammar/swarm.h"
#include "scenarios/explore/schedule.h"

#include <set>
#include <string>
#include <vector>

namespace stormlark::scenarios {

/// The steps of a random scenario as they are put together, and how things stand after them: who
/// runs, and what is still to be undone, so that no step comes too late or is forgotten.
class Program {
 public:
  Program(Dice dice, const Swarm& swarm);

  Dice& dice() { return dice_; }
  const Swarm& swarm() const { return swarm_; }

  /// The bot that the next strike is aimed at.
  const std::string& bot() const { return bot_; }
  void aim_at(const std::string& bot) { bot_ = bot; }
  /// Those that are up, as far as can be known beforehand.
  std::vector<std::string> running() const;
  bool runs(const std::string& bot) const { return running_.contains(bot); }
  bool is_frozen() const { return !frozen_.empty(); }

  /// A name for a fault or a hold, such as `blackhole-2`.
  std::string fresh_name(std::string_view stem);
  /// Names are numbered from there on.
  void name_from(int number) { names_ = number; }

  void add(boost::json::object step) { steps_.push_back(std::move(step)); }
  /// To be done once the strike has had its time, in any order.
  void owe(boost::json::object step) { owed_.push_back(std::move(step)); }
  /// Adds what is owed.
  void settle();

  void wait(Clock::duration least, Clock::duration most);
  /// The value of a `send` step, which runs in the background where nothing depends on its end.
  void send(boost::json::object messages);
  /// A few messages.
  void send_some();
  void signal(std::string_view name);
  /// SIGKILL, of the process alone or with the machine's power.
  void kill();
  void await_exit();
  void await_exit_later();
  void await_ready(const std::string& bot);
  /// The bot stands still until `thaw`, or until it is struck dead.
  void freeze();
  void thaw();
  /// The bot is down from here on, and will be started again.
  void note_down();
  void start(const std::string& bot, bool in_background = false);

  std::vector<boost::json::object> take_steps() { return std::move(steps_); }

 private:
  Dice dice_;
  const Swarm& swarm_;
  std::string bot_;
  std::set<std::string> running_;
  std::set<std::string> frozen_;
  std::set<std::string> owed_starts_;
  std::vector<boost::json::object> steps_;
  std::vector<boost::json::object> owed_;
  int names_ = 0;
};

/// Without the ambiguity of nested braces.
boost::json::object map_of(
    std::initializer_list<std::pair<boost::json::string_view, boost::json::value_ref>> pairs);

}  // namespace stormlark::scenarios
