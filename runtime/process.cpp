#include "runtime/process.h"

#include <cstring>

namespace stormlark {

std::string signal_name(int number) {
  const char* abbreviation = sigabbrev_np(number);
  return "SIG" + (abbreviation ? std::string(abbreviation) : std::to_string(number));
}

std::string ProcessEnd::to_string() const {
  if (signal) return "ended by " + signal_name(*signal);
  return "exit status " + std::to_string(exit_status.value_or(0));
}

}  // namespace stormlark
