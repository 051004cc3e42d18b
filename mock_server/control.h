#pragma once

#include "history/recorder.h"
#include "mock_server/platform.h"
#include "runtime/http_server.h"
#include "runtime/task_group.h"

#include <memory>
#include <string>
#include <vector>

namespace stormlark::mock {

/// HTTP on this machine's loopback by which people and tests in any language drive a platform:
///
///     GET    /v1/state          connections, messages, apps; no secrets
///     GET    /v1/history        the records so far, one JSON object a line
///     POST   /v1/messages       a user writes: chat, text, chat_type, user, token, app
///     POST   /v1/verify         the console's button: by (count or probe), app, within
///     PUT    /v1/faults/NAME    begins a fault, spelled as `parse_fault` says
///     DELETE /v1/faults/NAME    heals it
///
/// Answers are JSON. What is wrong with a request is in `error`.
class Control {
 public:
  Control(World& world, Platform& platform, const history::Recorder& recorder);

  /// Returns the address with its real port. Refuses addresses that others can reach with
  /// `permission_denied`, because whoever reaches this rules the platform.
  Result<Endpoint> listen(Endpoint at);

  awaitable<void> stop();

 private:
  awaitable<void> accept_all();
  awaitable<void> serve(Stream stream);
  awaitable<HttpOutcome> handle(HttpRequest request);

  HttpResponse write_message(const HttpRequest& request);
  awaitable<HttpResponse> verify(HttpRequest request);
  HttpResponse begin_fault(const std::string& name, const HttpRequest& request);
  HttpResponse heal(const std::string& name);
  HttpResponse history_lines() const;

  World& world_;
  Platform& platform_;
  const history::Recorder& recorder_;
  std::unique_ptr<Listener> listener_;
  HttpHandler handler_;
  TaskGroup tasks_;
};

}  // namespace stormlark::mock
