#include "mock_server/control/control.h"

#include "mock_server/control/loopback.h"
#include "runtime/accepting.h"
#include "runtime/task_failures.h"

namespace stormlark::mock {
namespace {

// A reader of the history that does not take a piece within this time is dropped.
constexpr Clock::duration patience = 10s;

}  // namespace

Control::Control(World& world, Platform& platform, const history::Recorder& recorder,
                 std::span<const PageFile> console)
    : world_(world),
      history_(recorder),
      users_(platform),
      groups_(platform),
      chats_(platform),
      connections_(platform, history_),
      faults_(platform),
      records_(world, history_),
      platform_(world.clock(), platform, history_, connections_),
      pages_(console),
      handler_([this](HttpRequest request) { return handle(std::move(request)); }),
      log_("mock_server", world.log_sink()),
      tasks_(world.executor(), log_task_failures(world, "mock_server")) {
  users_.add_to(routes_);
  groups_.add_to(routes_);
  chats_.add_to(routes_);
  connections_.add_to(routes_);
  faults_.add_to(routes_);
  records_.add_to(routes_);
  platform_.add_to(routes_);
}

Result<Endpoint> Control::listen(Endpoint at) {
  if (!is_loopback(at.host)) return make_error_code(boost::system::errc::permission_denied);
  auto listener = world_.network().listen(at);
  if (!listener) return listener.error();
  listener_ = std::move(*listener);
  Accepting accepting{.take = [this](Stream stream) -> awaitable<void> {
                        tasks_.spawn(serve(std::move(stream)));
                        co_return;
                      },
                      .failed =
                          [this](error_code ec) {
                            log_.warn("the control API cannot accept connections cause={}",
                                      ec.message());
                          }};
  tasks_.spawn(accept_each(world_.clock(), listener_, std::move(accepting)));
  return Endpoint{at.host, listener_->local_endpoint().port};
}

awaitable<void> Control::stop() {
  if (listener_) listener_->close();
  while (!tasks_.empty()) {
    tasks_.stop();
    co_await tasks_.join();
  }
}

awaitable<void> Control::serve(Stream stream) {
  HttpServerOptions options;
  options.write_timeout = patience;
  co_await serve_http(world_.clock(), std::move(stream), handler_, options);
}

awaitable<HttpOutcome> Control::handle(HttpRequest request) {
  const std::string refusal = refusal_of(request);
  if (!refusal.empty()) co_return control_complaint(403, refusal);
  if (auto page = pages_.answer(request)) co_return std::move(*page);
  auto outcome = co_await routes_.answer(std::move(request));
  co_return outcome;
}

}  // namespace stormlark::mock
