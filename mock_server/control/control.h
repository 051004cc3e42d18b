#pragma once

#include "mock_server/control/chat_desk.h"
#include "mock_server/control/connection_desk.h"
#include "mock_server/control/control_routes.h"
#include "mock_server/control/fault_desk.h"
#include "mock_server/control/group_desk.h"
#include "mock_server/control/history_desk.h"
#include "mock_server/control/pages.h"
#include "mock_server/control/platform_desk.h"
#include "mock_server/control/user_desk.h"
#include "runtime/task_group.h"

#include <memory>
#include <span>

#include <spdlog/logger.h>

namespace stormlark::mock {

/// HTTP on this machine's loopback by which people and tests in any language drive a platform. Its
/// calls are those of the desks; `GET /v1/openapi.json` describes them. Answers are JSON, and what
/// is wrong with a request is in `error`.
class Control {
 public:
  /// `console` is the page for browsers, if there is one; its files outlive this.
  Control(World& world, Platform& platform, const history::Recorder& recorder,
          std::span<const PageFile> console = {});

  /// Returns the address with its real port. Refuses addresses that others can reach with
  /// `permission_denied`, because whoever reaches this rules the platform.
  Result<Endpoint> listen(Endpoint at);

  awaitable<void> stop();

  const ControlRoutes& routes() const { return routes_; }

 private:
  awaitable<void> serve(Stream stream);
  awaitable<HttpOutcome> handle(HttpRequest request);

  World& world_;
  HistoryView history_;
  ControlRoutes routes_;
  UserDesk users_;
  GroupDesk groups_;
  ChatDesk chats_;
  ConnectionDesk connections_;
  FaultDesk faults_;
  HistoryDesk records_;
  PlatformDesk platform_;
  Pages pages_;
  std::shared_ptr<Listener> listener_;
  HttpHandler handler_;
  spdlog::logger log_;
  TaskGroup tasks_;
};

}  // namespace stormlark::mock
