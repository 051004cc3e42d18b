#include "scenarios/keeper/descendants.h"

#include "runtime/number.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace stormlark::scenarios::keeper {

namespace {

struct Entry {
  pid_t parent = 0;
  bool alive = false;
};

// From `pid (name) state parent …`; the name may hold anything, also parentheses.
std::optional<Entry> read_entry(const std::filesystem::path& directory) {
  std::ifstream file(directory / "stat");
  std::string text;
  if (!std::getline(file, text, '\0')) return std::nullopt;
  const auto name_end = text.rfind(')');
  if (name_end == text.npos || name_end + 4 > text.size()) return std::nullopt;
  const char state = text[name_end + 2];
  Entry entry{.alive = state != 'Z' && state != 'X'};
  std::from_chars(text.data() + name_end + 4, text.data() + text.size(), entry.parent);
  return entry;
}

std::map<pid_t, Entry> all_processes() {
  std::map<pid_t, Entry> processes;
  std::error_code ignored;
  for (const auto& item : std::filesystem::directory_iterator("/proc", ignored)) {
    const std::string name = item.path().filename();
    const auto pid = parse_number<pid_t>(name);
    if (!pid) continue;
    if (const auto entry = read_entry(item.path())) processes.emplace(*pid, *entry);
  }
  return processes;
}

bool is_below(pid_t ancestor, pid_t pid, const std::map<pid_t, Entry>& processes) {
  for (auto at = processes.find(pid); at != processes.end();) {
    if (at->second.parent == ancestor) return true;
    at = processes.find(at->second.parent);
  }
  return false;
}

// Only children: nobody but us can reap them, so their ids cannot have passed to other processes.
// Once a child is dead its own children are ours, and it is their turn.
void kill_children() {
  const pid_t self = ::getpid();
  for (const auto& [pid, entry] : all_processes()) {
    if (entry.parent == self) ::kill(pid, SIGKILL);
  }
}

// False when there is no child at all.
bool reap_children() {
  pid_t pid = 0;
  do {
    pid = ::waitpid(-1, nullptr, WNOHANG);
  } while (pid > 0);
  return !(pid < 0 && errno == ECHILD);
}

int count_living() {
  const auto processes = all_processes();
  const pid_t self = ::getpid();
  int count = 0;
  for (const auto& [pid, entry] : processes) {
    if (entry.alive && is_below(self, pid, processes)) ++count;
  }
  return count;
}

// Until a child has ended, at most for a moment: one may have been born while we looked.
void await_child() {
  sigset_t child_ended;
  ::sigemptyset(&child_ended);
  ::sigaddset(&child_ended, SIGCHLD);
  constexpr timespec limit{.tv_sec = 0, .tv_nsec = 10'000'000};
  ::sigtimedwait(&child_ended, nullptr, &limit);
}

}  // namespace

int count_descendants() {
  int count = count_living();
  for (int looks = 20; count > 0 && looks > 0; --looks) {
    await_child();
    count = count_living();
  }
  return count;
}

void end_descendants() {
  while (reap_children()) {
    kill_children();
    await_child();
  }
}

}  // namespace stormlark::scenarios::keeper
