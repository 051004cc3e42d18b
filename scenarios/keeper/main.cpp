// stormlark-keeper starts one subject, passes signals to it, reports how it ended, and leaves
// nothing behind, whatever happens to the harness. It stands below the event loop and the World: a
// single thread that calls the kernel directly, so that it cannot be the part that fails.
#include "scenarios/keeper/keeper.h"

#include <csignal>
#include <cstdio>
#include <string_view>

#include <sys/prctl.h>

namespace {

void prepare_signals() {
  // Its life hangs on standard input alone; a Ctrl-C is the harness's to handle.
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE}) std::signal(number, SIG_IGN);
  // Handled, so that it interrupts a wait, and blocked while nobody waits.
  std::signal(SIGCHLD, [](int) {});
  sigset_t child_changed;
  ::sigemptyset(&child_changed);
  ::sigaddset(&child_changed, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &child_changed, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || std::string_view(argv[1]) != "--") {
    std::fputs("usage: stormlark-keeper -- COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
    std::perror("stormlark-keeper: cannot adopt orphans");
    return 1;
  }
  prepare_signals();
  stormlark::scenarios::keeper::Keeper keeper;
  return keeper.run(argv + 2);
}
