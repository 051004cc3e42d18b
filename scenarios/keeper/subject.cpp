#include "scenarios/keeper/subject.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stormlark::scenarios::keeper {

namespace {

struct NamedSignal {
  std::string_view name;
  int number;
};

constexpr NamedSignal known_signals[] = {
    {"SIGTERM", SIGTERM}, {"SIGINT", SIGINT},   {"SIGHUP", SIGHUP},   {"SIGKILL", SIGKILL},
    {"SIGSTOP", SIGSTOP}, {"SIGCONT", SIGCONT}, {"SIGUSR1", SIGUSR1},
};

std::string signal_name(int number) {
  const char* abbreviation = sigabbrev_np(number);
  return "SIG" + (abbreviation ? std::string(abbreviation) : std::to_string(number));
}

// In the child: undoes what is the keeper's own, and ties it to the keeper's life.
bool become_subject(pid_t keeper) {
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != keeper) ::_exit(1);  // it died before the line above
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  return nothing >= 0 && ::dup2(nothing, STDIN_FILENO) >= 0 &&
         ::dup2(STDERR_FILENO, STDOUT_FILENO) >= 0;
}

// In the child. Exec closes `failed`; otherwise the error number is sent over it.
[[noreturn]] void exec_subject(pid_t keeper, char* const* command, int failed) {
  if (become_subject(keeper)) ::execvp(command[0], command);
  const int why = errno;
  [[maybe_unused]] const auto told = ::write(failed, &why, sizeof why);
  ::_exit(127);
}

}  // namespace

int Subject::start(char* const* command) {
  int exec_failed[2];
  if (::pipe2(exec_failed, O_CLOEXEC) != 0) return errno;
  const pid_t keeper = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) exec_subject(keeper, command, exec_failed[1]);
  int why = pid_ < 0 ? errno : 0;
  ::close(exec_failed[1]);
  if (pid_ > 0 && ::read(exec_failed[0], &why, sizeof why) > 0) ::waitpid(pid_, nullptr, 0);
  ::close(exec_failed[0]);
  return why;
}

bool Subject::signal(int number) {
  // Until it is reaped a process that has ended still takes signals.
  if (end_ || is_in_state(WEXITED)) return false;
  if (::kill(pid_, number) != 0) return false;
  if (number != SIGSTOP) return true;

  // Each thread stops at its own pace. One that hangs in the kernel may not stop at all: give up
  // after a second at most, for commands wait.
  sigset_t child_changed;
  ::sigemptyset(&child_changed);
  ::sigaddset(&child_changed, SIGCHLD);
  constexpr timespec limit{.tv_sec = 0, .tv_nsec = 10'000'000};
  for (int attempts = 100; attempts > 0 && !is_in_state(WSTOPPED | WEXITED); --attempts) {
    ::sigtimedwait(&child_changed, nullptr, &limit);
  }
  return is_in_state(WSTOPPED);
}

void Subject::reap() {
  int status = 0;
  for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    if (pid != pid_) continue;
    end_.emplace();
    if (WIFSIGNALED(status)) {
      end_->signal = signal_name(WTERMSIG(status));
    } else {
      end_->exit_status = WEXITSTATUS(status);
    }
  }
}

// `wanted` is as for waitid(); the state stays to be reaped.
bool Subject::is_in_state(int wanted) const {
  siginfo_t info{};
  const int failure = ::waitid(P_PID, static_cast<id_t>(pid_), &info, wanted | WNOHANG | WNOWAIT);
  return failure == 0 && info.si_pid == pid_;
}

std::optional<int> signal_number(std::string_view name) {
  for (const NamedSignal& known : known_signals) {
    if (known.name == name) return known.number;
  }
  return std::nullopt;
}

}  // namespace stormlark::scenarios::keeper
