#pragma once

#include "history/recorder.h"
#include "mock_server/api/answers.h"
#include "mock_server/connections/client_socket.h"
#include "mock_server/faults/active_faults.h"
#include "runtime/http_server.h"

#include <functional>
#include <memory>
#include <string>

namespace stormlark::mock {

/// Who asks: the front door's name, the TCP connection, and where the door is.
struct Caller {
  std::string peer;
  int socket_number = 0;
  std::shared_ptr<ClientSocket> socket;
  std::string door;  ///< host and port
};

/// One request to the HTTP API, as far as histories and rules know it.
struct Call {
  int number = 0;  ///< given by `Calls`
  Caller caller;
  std::string app_id;
  std::string operation;
  std::string target;
  std::string uuid;
};

/// Runs calls: records them, and lets the faults of the hour have their way with them.
class Calls {
 public:
  Calls(World& world, history::Recorder& recorder, ActiveFaults& faults, Answers& answers)
      : world_(world),
        recorder_(recorder),
        faults_(faults),
        answers_(answers),
        random_(world.random().fork("calls")) {}

  /// Does the work, and makes the answer. It is the commit: it happens at one instant.
  using Perform = std::function<Reply(const Call&)>;
  awaitable<HttpOutcome> run(Call call, const HttpRequest& request, Perform perform);

 private:
  using Strike = ActiveFaults::Strike;

  awaitable<HttpOutcome> suffer(Call call, Perform perform, Strike strike);
  awaitable<Reply> answered_after(Call call, Perform perform, Strike strike, bool after_commit);
  /// As long as the rule says; meanwhile the client's departure is noticed.
  awaitable<void> wait(Call call, Strike strike);
  Reply scripted(const Call& call, const std::string& fault, const AnswerWith& script);
  /// What a rule answers in the platform's place.
  Reply instead_of(const Call& call, const AnswerWith& script);
  HttpOutcome hang_up(const Call& call, const Perform& perform, const std::string& fault,
                      const HangUp& how);
  /// The answer, as a rule about its bytes would have it.
  HttpOutcome spoil(const Call& call, Reply whole, const Strike& strike);
  HttpOutcome answer(const Call& call, Reply reply);
  HttpOutcome drop(const Call& call, bool with_reset);

  World& world_;
  history::Recorder& recorder_;
  ActiveFaults& faults_;
  Answers& answers_;
  Prng random_;
  int last_number_ = 0;
};

}  // namespace stormlark::mock
