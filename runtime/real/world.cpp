#include "runtime/mailbox.h"
#include "runtime/openssl_tls.h"
#include "runtime/real/clock.h"
#include "runtime/real/disk.h"
#include "runtime/real/network.h"
#include "runtime/real/processes.h"
#include "runtime/real/stderr_sink.h"
#include "runtime/real/watchdog.h"
#include "runtime/real_world.h"

#include <csignal>
#include <cstdlib>
#include <random>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include <unistd.h>

namespace stormlark {

struct RealWorld::Impl {
  Impl(asio::io_context& event_loop, Options options)
      : loop(event_loop),
        clock(loop),
        network(loop),
        tls(clock),
        processes(loop),
        random(options.seed),
        sink(options.log_sink ? std::move(options.log_sink)
                              : std::make_shared<StderrSink>(STDERR_FILENO)),
        signals(loop, SIGTERM, SIGINT, SIGHUP),
        stops(loop.get_executor()) {
    next_signal();
  }

  ~Impl() { blocking.join(); }

  void next_signal() {
    signals.async_wait([this](error_code ec, int number) {
      if (ec) return;
      stops.push(number == SIGHUP ? StopRequest::reload : StopRequest::terminate);
      next_signal();
    });
  }

  asio::io_context& loop;
  RealClock clock;
  RealNetwork network;
  OpensslTls tls;
  RealDisk disk;
  RealProcesses processes;
  Prng random;
  spdlog::sink_ptr sink;
  asio::signal_set signals;
  Mailbox<StopRequest> stops;
  asio::thread_pool blocking{1};
};

RealWorld::RealWorld(asio::io_context& loop, Options options)
    : impl_(std::make_unique<Impl>(loop, std::move(options))) {}
RealWorld::~RealWorld() = default;

asio::any_io_executor RealWorld::executor() {
  return impl_->loop.get_executor();
}
Clock& RealWorld::clock() {
  return impl_->clock;
}
Network& RealWorld::network() {
  return impl_->network;
}
Tls& RealWorld::tls() {
  return impl_->tls;
}
Disk& RealWorld::disk() {
  return impl_->disk;
}
Processes& RealWorld::processes() {
  return impl_->processes;
}
const Prng& RealWorld::random() const {
  return impl_->random;
}

std::optional<std::string> RealWorld::environment(std::string_view name) const {
  const char* const value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

int RealWorld::process_id() const {
  return ::getpid();
}

awaitable<StopRequest> RealWorld::stop_requested() {
  const auto request = co_await impl_->stops.pop();
  co_return request.value_or(StopRequest::terminate);
}

std::unique_ptr<Watchdog> RealWorld::arm_watchdog(Clock::duration limit, int exit_status) {
  return std::make_unique<RealWatchdog>(limit, exit_status);
}

void RealWorld::run_blocking(std::function<void()> work, BlockingHandler done) {
  auto loop_stays = asio::make_work_guard(impl_->loop);
  asio::post(impl_->blocking, [work = std::move(work), done = std::move(done),
                               loop_stays = std::move(loop_stays)]() mutable {
    work();
    asio::post(loop_stays.get_executor(), std::move(done));
  });
}

spdlog::sink_ptr RealWorld::log_sink() {
  return impl_->sink;
}

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

int run_program(asio::io_context& loop, awaitable<int> program) {
  std::optional<int> status;
  std::exception_ptr failure;
  asio::co_spawn(loop, std::move(program), [&](std::exception_ptr thrown, int value) {
    failure = thrown;
    status = value;
    loop.stop();
  });
  loop.run();
  if (failure) std::rethrow_exception(failure);
  return *status;
}

}  // namespace stormlark
