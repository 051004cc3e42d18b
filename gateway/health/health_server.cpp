#include "gateway/health/health_server.h"

#include "runtime/accepting.h"
#include "runtime/task_failures.h"

#include <boost/json/serialize.hpp>

namespace stormlark::gateway {
namespace {

constexpr std::size_t open_max = 32;

HttpResponse answer(unsigned status, const boost::json::object& body) {
  return {.status = status,
          .fields = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = boost::json::serialize(body) + "\n"};
}

}  // namespace

HealthServer::HealthServer(World& world, Ask ask, std::shared_ptr<spdlog::logger> log)
    : world_(world),
      ask_(std::move(ask)),
      log_(std::move(log)),
      handler_(
          [this](HttpRequest request) -> awaitable<HttpOutcome> { co_return respond(request); }),
      tasks_(world.executor(), log_task_failures(log_)) {}

Result<Endpoint> HealthServer::listen(Endpoint at) {
  auto listener = world_.network().listen(at);
  if (!listener) return listener.error();
  listener_ = std::move(*listener);
  Accepting accepting{.take = [this](Stream stream) { return admit(std::move(stream)); },
                      .failed =
                          [this](error_code ec) {
                            log_->warn("health endpoint cannot accept cause={}", ec.message());
                          }};
  tasks_.spawn(accept_each(world_.clock(), listener_, std::move(accepting)));
  return listener_->local_endpoint();
}

awaitable<void> HealthServer::stop() {
  if (listener_) listener_->close();
  tasks_.stop();
  co_await tasks_.join();
}

awaitable<void> HealthServer::admit(Stream stream) {
  if (open_ < open_max) tasks_.spawn(serve(std::move(stream)));
  co_return;
}

awaitable<void> HealthServer::serve(Stream stream) {
  const struct Open {
    explicit Open(std::size_t& number) : count(number) { ++count; }
    ~Open() { --count; }
    std::size_t& count;
  } open(open_);
  co_await serve_http(world_.clock(), std::move(stream), handler_);
}

HttpResponse HealthServer::respond(const HttpRequest& request) const {
  const Vitals vitals = ask_();
  if (request.path() == "/readyz") {
    return answer(not_ready_because(vitals) ? 503 : 200, describe(vitals));
  }
  if (request.path() == "/healthz") {
    return answer(200, {{"alive", true}, {"phase", to_string(vitals.phase)}});
  }
  return answer(404, {{"error", "unknown path"}, {"known", {"/healthz", "/readyz"}}});
}

}  // namespace stormlark::gateway
