#include "runtime/real/processes.h"

#include "runtime/real/line_reader.h"
#include "runtime/real/spawn.h"

#include <cerrno>
#include <csignal>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <poll.h>
#include <sys/wait.h>

namespace stormlark {

namespace {

// A killed process ends at once, unless it hangs in the kernel; then it is left to its fate.
constexpr int reap_limit_ms = 1000;

class RealProcess final : public Process {
 public:
  RealProcess(asio::io_context& loop, SpawnedChild child)
      : pid_(child.pid),
        ending_(loop, child.end.release()),
        in_(loop, child.in.release()),
        out_({loop, child.out.release()}, line_bytes_max),
        err_({loop, child.err.release()}, line_bytes_max) {}

  ~RealProcess() override {
    if (has_ended()) return;
    ::kill(-pid_, SIGKILL);  // its group, for a shell's children
    ::kill(pid_, SIGKILL);   // itself, should it have left the group
    pollfd ending{ending_.native_handle(), POLLIN, 0};
    ::poll(&ending, 1, reap_limit_ms);
    has_ended();
  }

  int pid() const override { return pid_; }

  awaitable<std::optional<std::string>> read_line_out() override { return out_.next(); }
  awaitable<std::optional<std::string>> read_line_err() override { return err_.next(); }

  awaitable<Result<void>> write_in(std::string bytes) override {
    const auto [ec, n] = co_await asio::async_write(in_, asio::buffer(bytes), use_tuple);
    if (ec) co_return ec;
    co_return Result<void>();
  }

  void close_in() override {
    error_code ignored;
    in_.close(ignored);
  }

  Result<void> signal(int number) override {
    // Until it is reaped a child that has ended still takes signals.
    if (has_ended())
      return error_code(boost::system::errc::no_such_process, boost::system::generic_category());
    if (::kill(pid_, number) != 0) return error_code(errno, boost::system::system_category());
    return {};
  }

  awaitable<ProcessEnd> wait() override {
    while (!has_ended()) {
      const auto [ec] = co_await ending_.async_wait(ending_.wait_read, use_tuple);
      if (ec) throw boost::system::system_error(ec);
    }
    co_return *end_;
  }

 private:
  // Reaps the child if it has ended.
  bool has_ended() {
    if (end_) return true;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) return false;
    end_.emplace();
    if (WIFSIGNALED(status))
      end_->signal = WTERMSIG(status);
    else
      end_->exit_status = WEXITSTATUS(status);
    return true;
  }

  pid_t pid_;
  std::optional<ProcessEnd> end_;
  asio::posix::stream_descriptor ending_;
  asio::posix::stream_descriptor in_;
  LineReader out_;
  LineReader err_;
};

}  // namespace

RealProcesses::RealProcesses(asio::io_context& loop) : loop_(loop) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);  // inherited as ignored, it would let nobody wait for a child
}

Result<std::unique_ptr<Process>> RealProcesses::spawn(const ProcessOptions& options) {
  auto child = spawn_child(options);
  if (!child) return child.error();
  return std::make_unique<RealProcess>(loop_, std::move(*child));
}

}  // namespace stormlark
