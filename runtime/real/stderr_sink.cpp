#include "runtime/real/stderr_sink.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace stormlark {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t waiting_bytes_max = 1U << 20;
constexpr auto patience_at_end = 1s;
constexpr int look_every_ms = 100;

}  // namespace

StderrSink::StderrSink(int descriptor) : descriptor_(descriptor) {}

StderrSink::~StderrSink() {
  if (!writer_.joinable()) return;  // nothing was ever said
  {
    const std::lock_guard lock(waiting_mutex_);
    ends_ = true;
    end_ = std::chrono::steady_clock::now() + patience_at_end;
  }
  changed_.notify_one();
  writer_.join();
}

void StderrSink::sink_it_(const spdlog::details::log_msg& line) {
  spdlog::memory_buf_t text;
  formatter_->format(line, text);
  if (!writer_.joinable()) writer_ = std::thread([this] { run(); });
  {
    const std::lock_guard lock(waiting_mutex_);
    if (waiting_.size() + text.size() > waiting_bytes_max) {
      ++dropped_;
      return;
    }
    waiting_.append(text.data(), text.size());
  }
  changed_.notify_one();
}

void StderrSink::run() {
  std::unique_lock lock(waiting_mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::string text = std::exchange(waiting_, {});
    const std::size_t dropped = std::exchange(dropped_, 0);
    if (dropped > 0) text += fmt::format("log lines dropped, nobody read them: {}\n", dropped);
    lock.unlock();
    if (!write(text)) return;
    lock.lock();
  }
}

bool StderrSink::write(std::string_view text) {
  while (!text.empty()) {
    if (!may_go_on()) return false;
    pollfd out{descriptor_, POLLOUT, 0};
    if (::poll(&out, 1, look_every_ms) == 0) continue;
    // A pipe that is ready takes so much at once.
    const ssize_t taken =
        ::write(descriptor_, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
    if (taken < 0 && errno != EINTR && errno != EAGAIN) return true;  // nobody will ever read it
    if (taken > 0) text.remove_prefix(static_cast<std::size_t>(taken));
  }
  return true;
}

bool StderrSink::may_go_on() {
  const std::lock_guard lock(waiting_mutex_);
  return !ends_ || std::chrono::steady_clock::now() < end_;
}

}  // namespace stormlark
