#include "scenarios/keeper/keeper.h"

#include "scenarios/keeper/descendants.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <poll.h>
#include <unistd.h>

namespace stormlark::scenarios::keeper {

namespace {

namespace json = boost::json;

// Nobody may be listening any more; that is no reason to stop cleaning up.
void report(const json::object& what) {
  const std::string line = json::serialize(what) + "\n";
  [[maybe_unused]] const auto written = ::write(STDOUT_FILENO, line.data(), line.size());
}

template <class T>
json::value value_or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

}  // namespace

int Keeper::run(char* const* command) {
  if (const int why = subject_.start(command)) {
    report({{"failed", std::string("cannot run ") + command[0] + ": " + std::strerror(why)}});
    return 1;
  }
  report({{"started", true}, {"pid", subject_.pid()}});
  while (!subject_.end()) {
    await_event();
    if (commands_ready_) read_commands();
    subject_.reap();
  }
  report_end();
  end_descendants();
  return 0;
}

// Returns when a child changed its state or a command may be read. SIGCHLD is blocked elsewhere, so
// none is missed between two calls.
void Keeper::await_event() {
  sigset_t none;
  ::sigemptyset(&none);
  pollfd commands{STDIN_FILENO, POLLIN, 0};
  const int ready = ::ppoll(&commands, commands_open_ ? 1 : 0, nullptr, &none);
  commands_ready_ = ready > 0;
}

void Keeper::read_commands() {
  char chunk[4096];
  const ssize_t n = ::read(STDIN_FILENO, chunk, sizeof chunk);
  if (n < 0 && errno == EINTR) return;
  if (n <= 0) {
    commands_open_ = false;
    subject_.signal(SIGKILL);
    return;
  }
  unread_.append(chunk, static_cast<std::size_t>(n));
  for (auto end = unread_.find('\n'); end != unread_.npos; end = unread_.find('\n')) {
    obey(std::string_view(unread_).substr(0, end));
    unread_.erase(0, end + 1);
  }
}

void Keeper::obey(std::string_view line) {
  boost::system::error_code malformed;
  const json::value command = json::parse(line, malformed);
  const json::value* name =
      command.is_object() ? command.get_object().if_contains("signal") : nullptr;
  if (!name || !name->is_string()) {
    report({{"refused", "a command is one JSON object a line, such as {\"signal\":\"SIGTERM\"}"}});
    return;
  }
  const auto number = signal_number(name->get_string());
  if (!number) {
    report({{"refused", "unknown signal " + std::string(name->get_string())}});
    return;
  }
  report({{"signalled", *name}, {"delivered", subject_.signal(*number)}});
}

void Keeper::report_end() const {
  const Subject::End& end = *subject_.end();
  report({{"exited",
           {{"exit_status", value_or_null(end.exit_status)},
            {"signal", value_or_null(end.signal)},
            {"descendants", count_descendants()}}}});
}

}  // namespace stormlark::scenarios::keeper
