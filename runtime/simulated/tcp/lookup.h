#pragma once

#include "runtime/simulated/tcp/attachment.h"
#include "runtime/simulated/timeline.h"

namespace stormlark::tcp {

/// A question to the name service, which takes its time to answer.
class Lookup {
 public:
  Lookup(Timeline& timeline, Clock::duration delay)
      : timeline_(timeline), answer_(timeline.after(delay, [this] { wait_.end({}); })) {}
  ~Lookup() { timeline_.withdraw(answer_); }
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;

  awaitable<error_code> answered(std::shared_ptr<Attachment> process) {
    return wait_.wait(std::move(process));
  }

 private:
  PendingOperation wait_{"name lookup"};
  Timeline& timeline_;
  Timeline::Ticket answer_;
};

}  // namespace stormlark::tcp
