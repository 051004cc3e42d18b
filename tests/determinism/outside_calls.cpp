#include "tests/determinism/outside_calls.h"

#include <array>
#include <cstdarg>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <vector>

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

namespace stormlark {
namespace {

constexpr int frames_looked_at = 16;
using Stack = std::array<void*, frames_looked_at>;

struct Allowance {
  std::string call;
  std::string caller;
  std::string line;
};

struct Watch {
  std::vector<Allowance> allowances;
  std::map<std::pair<std::string, Stack>, bool> judged;
  std::set<std::string> forbidden;
  std::set<std::string> needed;
};

// Null while nobody watches, and while a call is judged.
Watch* watch = nullptr;
std::unique_ptr<Watch> whole_watch;

std::string function_at(void* address) {
  Dl_info info{};
  if (!::dladdr(address, &info) || !info.dli_sname) return "?";
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> readable(
      abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &status), &std::free);
  return status == 0 ? readable.get() : info.dli_sname;
}

void judge(Watch& on, const std::string& call, const Stack& stack) {
  std::string callers;
  for (void* const address : stack) {
    if (!address) break;
    const std::string function = function_at(address);
    for (const Allowance& allowance : on.allowances) {
      if (allowance.call != call || function.find(allowance.caller) == std::string::npos) continue;
      on.needed.insert(allowance.line);
      return;
    }
    if (function != "?") callers += " < " + function;
  }
  on.forbidden.insert(call + callers);
}

void note(const char* call) {
  if (!watch) return;
  Watch* const on = std::exchange(watch, nullptr);
  Stack stack{};
  ::backtrace(stack.data(), frames_looked_at);
  if (on->judged.try_emplace({call, stack}, true).second) judge(*on, call, stack);
  watch = on;
}

template <class Function>
Function* real(const char* name, Function*) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

OutsideCalls::OutsideCalls(const std::string& allowed_path) {
  whole_watch = std::make_unique<Watch>();
  std::ifstream file(allowed_path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto space = line.find(' ');
    const auto reason = line.find('#');
    if (space == std::string::npos || reason == std::string::npos || reason < space) {
      throw std::runtime_error(allowed_path + ": a line is '<call> <caller> # <reason>': " + line);
    }
    std::string caller = line.substr(space + 1, reason - space - 1);
    caller.erase(caller.find_last_not_of(' ') + 1);
    whole_watch->allowances.push_back({line.substr(0, space), caller, line});
  }
  if (whole_watch->allowances.empty()) throw std::runtime_error(allowed_path + ": has no lines");
  watch = whole_watch.get();
}

OutsideCalls::~OutsideCalls() {
  watch = nullptr;
  whole_watch.reset();
}

const std::set<std::string>& OutsideCalls::forbidden() const {
  return whole_watch->forbidden;
}

std::set<std::string> OutsideCalls::needless() const {
  std::set<std::string> lines;
  for (const Allowance& allowance : whole_watch->allowances) {
    if (!whole_watch->needed.contains(allowance.line)) lines.insert(allowance.line);
  }
  return lines;
}

}  // namespace stormlark

// The calls themselves, in front of the C library's own.
#define STORMLARK_WATCHED(result, name, parameters, ...)       \
  extern "C" result name parameters {                          \
    stormlark::note(#name);                                    \
    static auto* const next = stormlark::real(#name, &::name); \
    return next(__VA_ARGS__);                                  \
  }

// NOLINTBEGIN: signatures are those of the C library.
STORMLARK_WATCHED(int, clock_gettime, (clockid_t id, timespec* to) noexcept, id, to)
STORMLARK_WATCHED(int, gettimeofday, (timeval* __restrict to, void* __restrict zone) noexcept, to,
                  zone)
STORMLARK_WATCHED(time_t, time, (time_t* to) noexcept, to)
STORMLARK_WATCHED(int, nanosleep, (const timespec* span, timespec* rest), span, rest)
STORMLARK_WATCHED(int, clock_nanosleep,
                  (clockid_t id, int flags, const timespec* to, timespec* rest), id, flags, to,
                  rest)
STORMLARK_WATCHED(ssize_t, getrandom, (void* to, size_t size, unsigned flags), to, size, flags)
STORMLARK_WATCHED(int, getentropy, (void* to, size_t size), to, size)
STORMLARK_WATCHED(int, rand, () noexcept)
STORMLARK_WATCHED(long, random, () noexcept)
STORMLARK_WATCHED(int, socket, (int domain, int type, int protocol) noexcept, domain, type,
                  protocol)
STORMLARK_WATCHED(int, epoll_create1, (int flags) noexcept, flags)
STORMLARK_WATCHED(int, pthread_create,
                  (pthread_t* __restrict id, const pthread_attr_t* __restrict attributes,
                   void* (*start)(void*), void* __restrict argument) noexcept,
                  id, attributes, start, argument)
STORMLARK_WATCHED(FILE*, fopen, (const char* __restrict path, const char* __restrict mode), path,
                  mode)
STORMLARK_WATCHED(char*, getenv, (const char* name) noexcept, name)

extern "C" int open(const char* path, int flags, ...) {
  stormlark::note("open");
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  static auto* const next = stormlark::real("open", &::open);
  return next(path, flags, mode);
}
// NOLINTEND
