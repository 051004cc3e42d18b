#pragma once

#include "scenarios/keeper/subject.h"

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::scenarios::keeper {

/// Obeys the harness and watches the subject until one of them ends. Commands come on standard
/// input, reports go to standard output, one JSON object a line:
///
///     {"signal":"SIGTERM"}       -> {"signalled":"SIGTERM","delivered":true}
///     the start of the subject   -> {"started":true,"pid":4711} or {"failed":"cannot run x: …"}
///     the end of the subject     -> {"exited":{"exit_status":0,"signal":null,"descendants":0}}
///
/// The end of standard input is an order to kill: the harness is gone, or wants the subject gone.
class Keeper {
 public:
  /// Runs the subject to its end, and everything below it. Returns the keeper's own exit status.
  int run(char* const* command);

 private:
  void await_event();
  void read_commands();
  void obey(std::string_view line);
  void report_end() const;

  Subject subject_;
  bool commands_open_ = true;
  bool commands_ready_ = false;
  std::string unread_;  // the beginning of a line
};

}  // namespace stormlark::scenarios::keeper
