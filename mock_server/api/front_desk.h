#pragma once

#include "history/recorder.h"
#include "mock_server/api/answers.h"
#include "mock_server/api/calls.h"
#include "mock_server/api/request.h"
#include "mock_server/api/tickets.h"
#include "mock_server/connections/connections.h"
#include "mock_server/directory.h"
#include "mock_server/faults/active_faults.h"

#include <string>

namespace stormlark::mock {

/// The two steps by which an app gets a long connection: discovery hands out a URL, and the upgrade
/// redeems it.
class FrontDesk {
 public:
  FrontDesk(Clock& clock, history::Recorder& recorder, const PlatformOptions& options,
            const Directory& directory, Tickets& tickets, Connections& connections,
            ActiveFaults& faults, Answers& answers)
      : clock_(clock),
        recorder_(recorder),
        options_(options),
        directory_(directory),
        tickets_(tickets),
        connections_(connections),
        faults_(faults),
        answers_(answers) {}

  /// The URL leads back to the host that the client asked, and so through the same proxy.
  Reply discover(const ApiRequest& request);
  awaitable<HttpOutcome> upgrade(HttpRequest request, Caller caller);

 private:
  struct Refusal {
    unsigned http_status = 403;
    int handshake_status = 0;
    int auth_errcode = 0;
    std::string why;
  };

  using Strike = ActiveFaults::Strike;

  /// What a rule makes of an upgrade; nothing where it goes on.
  awaitable<std::optional<HttpOutcome>> suffer(Caller caller, std::string app_id, Strike strike);
  /// Whether the client is still there when the rule lets its upgrade go on.
  awaitable<bool> stays(Caller caller, Strike strike);
  HttpOutcome refuse_as_told(const Caller& caller, const std::string& app_id,
                             const RefuseUpgrade& how);
  HttpOutcome accept(const Caller& caller, const Tickets::Redeemed& redeemed, FirstPush first_push);

  void note_refusal(const Caller& caller, const std::string& app_id, const Refusal& refusal);
  /// With the three Handshake headers.
  HttpOutcome refuse(const Caller& caller, const std::string& app_id, const Refusal& refusal);
  bool full(const std::string& app_id) const;

  Clock& clock_;
  history::Recorder& recorder_;
  const PlatformOptions& options_;
  const Directory& directory_;
  Tickets& tickets_;
  Connections& connections_;
  ActiveFaults& faults_;
  Answers& answers_;
};

}  // namespace stormlark::mock
