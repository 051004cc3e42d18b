#pragma once

#include "history/record.h"

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace stormlark::scenarios {

/// Where a subject stands on its way from nothing to an answer, as far as the platform and the
/// harness can see. Where several hold, the later one counts.
enum class ConnectionState {
  no_process,
  starting,     ///< runs, and has not asked for an endpoint yet
  discovering,  ///< asks for one
  dialing,      ///< was told one, and has no connection yet
  waiting,      ///< between a loss or a failure and the next attempt
  idle,         ///< connected, and nothing is under way
  pushed,       ///< has an event that it did not ack
  turn,         ///< acked an event and did not answer it
  calling,      ///< a call of its own is under way
  draining,     ///< was told to end
  frozen,       ///< stands still
};

inline constexpr std::size_t connection_states_count =
    static_cast<std::size_t>(ConnectionState::frozen) + 1;
std::array<ConnectionState, connection_states_count> all_connection_states();
std::string_view name_of(ConnectionState state);

/// Follows the subjects of a run through its records.
class ConnectionStates {
 public:
  void take(const history::Record& record);

  ConnectionState of(const std::string& subject) const;
  /// Those that were seen so far.
  std::vector<std::string> subjects() const;

 private:
  struct Subject {
    bool running = false;
    bool frozen = false;
    bool draining = false;
    ConnectionState road = ConnectionState::no_process;  ///< while there is no connection
    std::set<int> connections;
    std::set<int> calls;            ///< under way, discovery not among them
    int discovery = 0;              ///< the call that is under way
    std::set<std::string> unacked;  ///< messages
    std::set<std::string> unanswered;
  };

  void on(const history::SubjectStarted& started);
  void on(const history::SubjectExited& exited);
  void on(const history::SignalSent& sent);
  void on(const history::CallBegan& call);
  void on(const history::CallEnded& call);
  void on(const history::UpgradeRefused& refused);
  void on(const history::ConnectionOpened& opened);
  void on(const history::ConnectionClosed& closed);
  void on(const history::Pushed& pushed);
  void on(const history::Acked& acked);
  void on(const history::AnswerVisible& answer);
  template <class Event>
  void on(const Event&) {}

  std::map<std::string, Subject> subjects_;
};

}  // namespace stormlark::scenarios
