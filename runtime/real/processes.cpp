#include "runtime/real/processes.h"

#include "runtime/real/line_reader.h"
#include "runtime/real/spawn.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <ranges>
#include <string_view>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

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

  // Until it is reaped nobody else can have its number, nor its group's.
  ~RealProcess() override {
    ::kill(-pid_, SIGKILL);  // its group, for a shell's children
    ::kill(pid_, SIGKILL);   // itself, should it have left the group
    pollfd ending{ending_.native_handle(), POLLIN, 0};
    ::poll(&ending, 1, reap_limit_ms);
    ::waitpid(pid_, nullptr, WNOHANG);
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
    // A child that has ended takes signals as long as it is not reaped.
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
  bool has_ended() {
    if (end_) return true;
    siginfo_t told{};
    const auto id = static_cast<id_t>(pid_);
    if (::waitid(P_PID, id, &told, WEXITED | WNOHANG | WNOWAIT) != 0 || told.si_pid == 0) {
      return false;
    }
    end_.emplace();
    (told.si_code == CLD_EXITED ? end_->exit_status : end_->signal) = told.si_status;
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

Result<void> RealProcesses::find(const std::string& program) const {
  const char* const path = std::getenv("PATH");
  const bool has_folder = program.find('/') != program.npos;
  const std::string_view folders = has_folder ? "." : path ? path : "/bin:/usr/bin";
  error_code missing = make_error_code(boost::system::errc::no_such_file_or_directory);
  for (const auto folder : folders | std::views::split(':')) {  // an empty one is the current one
    const std::filesystem::path file =
        std::filesystem::path(std::string_view(folder.begin(), folder.end())) / program;
    std::error_code none;
    if (!std::filesystem::is_regular_file(file, none)) continue;
    if (::access(file.c_str(), X_OK) == 0) return {};
    missing = make_error_code(boost::system::errc::permission_denied);
  }
  return missing;
}

}  // namespace stormlark
