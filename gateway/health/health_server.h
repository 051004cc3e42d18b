#pragma once

#include "gateway/health/readiness.h"
#include "runtime/http_server.h"
#include "runtime/task_group.h"
#include "runtime/world.h"

#include <functional>
#include <memory>

#include <spdlog/logger.h>

namespace stormlark::gateway {

/// Two questions over HTTP, answered in JSON:
///
/// - `/healthz`: does the event loop turn? 200 whenever it can answer at all.
/// - `/readyz`: do both halves work? 200, or 503 with the cause.
class HealthServer {
 public:
  using Ask = std::function<Vitals()>;

  HealthServer(World& world, Ask ask, std::shared_ptr<spdlog::logger> log);

  /// Serves until stopped. Fails when the address cannot be had.
  Result<Endpoint> listen(Endpoint at);
  awaitable<void> stop();

 private:
  awaitable<void> admit(Stream stream);
  awaitable<void> serve(Stream stream);
  HttpResponse respond(const HttpRequest& request) const;

  World& world_;
  Ask ask_;
  std::shared_ptr<spdlog::logger> log_;
  HttpHandler handler_;
  std::shared_ptr<Listener> listener_;
  std::size_t open_ = 0;
  TaskGroup tasks_;
};

}  // namespace stormlark::gateway
