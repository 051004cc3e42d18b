#include "runtime/real/spawn.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stormlark {

namespace {

error_code system_error_code(int number) {
  return error_code(number, boost::system::system_category());
}

struct Pipe {
  Descriptor read;
  Descriptor write;
};

// Closed on exec: a child gets its own three streams and nothing of its siblings'.
Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return system_error_code(errno);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

std::vector<std::string> environment_of(const ProcessOptions& options) {
  std::map<std::string, std::string> variables = options.environment;
  const auto withheld_end = options.withheld_environment.end();
  for (char** entry = environ; options.inherit_environment && entry && *entry; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals == text.npos) continue;
    const std::string_view name = text.substr(0, equals);
    if (std::ranges::find(options.withheld_environment, name) != withheld_end) continue;
    variables.emplace(name, text.substr(equals + 1));
  }
  std::vector<std::string> entries;
  for (const auto& [name, value] : variables) entries.push_back(name + "=" + value);
  return entries;
}

// The form that exec wants; valid as long as `strings` is.
std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& text : strings) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }

  void put(const Descriptor& ours, int theirs) {
    ::posix_spawn_file_actions_adddup2(&actions_, ours.number(), theirs);
  }
  // Sockets of ours that a child held open would not end when we close them.
  void close_all_others() {
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
  }
  void enter(const std::string& directory) {
    ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// A process group of its own, and no signal blocked or ignored because we do so.
class CleanStart {
 public:
  CleanStart() {
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    sigset_t all;
    ::sigfillset(&all);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
  }
  CleanStart(const CleanStart&) = delete;
  CleanStart& operator=(const CleanStart&) = delete;
  ~CleanStart() { ::posix_spawnattr_destroy(&attributes_); }

  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

}  // namespace

Result<SpawnedChild> spawn_child(const ProcessOptions& options) {
  if (options.command.empty()) return system_error_code(EINVAL);
  auto in = make_pipe();
  auto out = make_pipe();
  auto err = make_pipe();
  for (const auto* pipe : {&in, &out, &err}) {
    if (!*pipe) return pipe->error();
  }

  FileActions actions;
  actions.put(in->read, STDIN_FILENO);
  actions.put(out->write, STDOUT_FILENO);
  actions.put(err->write, STDERR_FILENO);
  actions.close_all_others();
  if (!options.working_directory.empty()) actions.enter(options.working_directory);

  std::vector<std::string> command = options.command;
  std::vector<std::string> environment = environment_of(options);
  const CleanStart clean_start;
  SpawnedChild child;
  const int failure =
      ::posix_spawnp(&child.pid, command.front().c_str(), actions.get(), clean_start.get(),
                     pointers_to(command).data(), pointers_to(environment).data());
  if (failure) return system_error_code(failure);

  child.end = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0)));
  if (child.end.number() < 0) {
    const error_code why = system_error_code(errno);
    ::kill(child.pid, SIGKILL);
    ::waitpid(child.pid, nullptr, 0);
    return why;
  }
  child.in = std::move(in->write);
  child.out = std::move(out->read);
  child.err = std::move(err->read);
  return child;
}

}  // namespace stormlark
