#include "runtime/simulated/loop.h"

namespace stormlark {
namespace {

// Counts for as long as it lives.
class Within {
 public:
  explicit Within(int& count) : count_(++count) {}
  ~Within() { --count_; }
  Within(const Within&) = delete;
  Within& operator=(const Within&) = delete;

 private:
  int& count_;
};

}  // namespace

ProcessLoop::Executor ProcessLoop::get_executor() {
  return Executor(*this);
}

bool ProcessLoop::run_one() {
  if (tasks_.empty()) return false;
  const Within within(inside_);
  const auto task = std::move(tasks_.front());
  tasks_.pop_front();
  task->run();
  return true;
}

void ProcessLoop::unwind(const std::function<void()>& cancel) {
  {
    const Within within(inside_);
    cancel();
  }
  while (!tasks_.empty()) {
    const auto task = std::move(tasks_.front());
    tasks_.pop_front();
  }
}

}  // namespace stormlark
