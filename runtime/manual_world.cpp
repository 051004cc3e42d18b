#include "runtime/manual_world.h"

#include "runtime/mailbox.h"
#include "runtime/openssl_tls.h"

#include <map>
#include <sstream>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <spdlog/sinks/base_sink.h>

namespace stormlark {
namespace {

// Stamps lines with virtual time, because spdlog itself reads the system's clock.
class MemorySink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit MemorySink(const Clock& clock) : clock_(clock) {}
  const std::string& text() const { return text_; }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    auto stamped = message;
    stamped.time = clock_.wall_now();
    spdlog::memory_buf_t line;
    formatter_->format(stamped, line);
    text_.append(line.data(), line.size());
  }
  void flush_() override {}

  const Clock& clock_;
  std::string text_;
};

class NoProcesses final : public Processes {
 public:
  Result<std::unique_ptr<Process>> spawn(const ProcessOptions&) override {
    return boost::system::errc::make_error_code(boost::system::errc::not_supported);
  }
};

class ManualWatchdog final : public Watchdog {
 public:
  ManualWatchdog(ManualClock& clock, Clock::duration limit, std::function<void()> bite) {
    auto expired = [bite = std::move(bite)](error_code ec) {
      if (!ec) bite();
    };
    clock.wait_until(clock.now() + limit,
                     asio::bind_cancellation_slot(cancellation_.slot(), std::move(expired)));
  }
  ~ManualWatchdog() override { cancellation_.emit(asio::cancellation_type::terminal); }

 private:
  asio::cancellation_signal cancellation_;
};

}  // namespace

struct ManualWorld::Impl {
  explicit Impl(std::uint64_t seed)
      : work(loop.get_executor()),
        clock(loop.get_executor()),
        network(loop.get_executor()),
        tls(clock),
        random(seed),
        sink(std::make_shared<MemorySink>(clock)),
        stops(loop.get_executor()) {}

  asio::io_context loop{1};
  asio::executor_work_guard<asio::io_context::executor_type> work;
  ManualClock clock;
  MemoryNetwork network;
  OpensslTls tls;
  MemoryDisk disk;
  NoProcesses processes;
  Prng random;
  std::map<std::string, std::string, std::less<>> environment;
  std::shared_ptr<MemorySink> sink;
  Mailbox<StopRequest> stops;
  std::optional<int> watchdog_exit;
};

ManualWorld::ManualWorld(std::uint64_t seed) : impl_(std::make_unique<Impl>(seed)) {}
ManualWorld::~ManualWorld() = default;

void ManualWorld::run_for(Clock::duration span) {
  run_until([] { return false; }, span);
}

bool ManualWorld::run_until(const std::function<bool()>& condition, Clock::duration limit) {
  const auto end = impl_->clock.now() + limit;
  for (;;) {
    while (!condition()) {
      if (impl_->loop.poll_one() == 0) break;
    }
    if (condition()) return true;
    const auto next = impl_->clock.next_deadline();
    if (!next || *next > end) {
      impl_->clock.advance_to(end);
      return false;
    }
    impl_->clock.advance_to(*next);
  }
}

void ManualWorld::request_stop(StopRequest request) {
  impl_->stops.push(request);
}

void ManualWorld::set_environment(std::string name, std::string value) {
  impl_->environment.insert_or_assign(std::move(name), std::move(value));
}

std::string ManualWorld::log_text() const {
  return impl_->sink->text();
}
std::optional<int> ManualWorld::watchdog_exit() const {
  return impl_->watchdog_exit;
}

asio::any_io_executor ManualWorld::executor() {
  return impl_->loop.get_executor();
}
ManualClock& ManualWorld::clock() {
  return impl_->clock;
}
MemoryNetwork& ManualWorld::network() {
  return impl_->network;
}
Tls& ManualWorld::tls() {
  return impl_->tls;
}
MemoryDisk& ManualWorld::disk() {
  return impl_->disk;
}
Processes& ManualWorld::processes() {
  return impl_->processes;
}
const Prng& ManualWorld::random() const {
  return impl_->random;
}

std::optional<std::string> ManualWorld::environment(std::string_view name) const {
  const auto found = impl_->environment.find(name);
  if (found == impl_->environment.end()) return std::nullopt;
  return found->second;
}

int ManualWorld::process_id() const {
  return 1;
}

awaitable<StopRequest> ManualWorld::stop_requested() {
  const auto request = co_await impl_->stops.pop();
  co_return request.value_or(StopRequest::terminate);
}

std::unique_ptr<Watchdog> ManualWorld::arm_watchdog(Clock::duration limit, int exit_status) {
  auto bite = [this, exit_status] { impl_->watchdog_exit = exit_status; };
  return std::make_unique<ManualWatchdog>(impl_->clock, limit, std::move(bite));
}

void ManualWorld::run_blocking(std::function<void()> work, BlockingHandler done) {
  work();
  asio::post(impl_->loop, std::move(done));
}

spdlog::sink_ptr ManualWorld::log_sink() {
  return impl_->sink;
}

}  // namespace stormlark
