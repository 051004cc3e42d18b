#include "bench/loop_thread.h"

#include <spdlog/sinks/null_sink.h>

namespace stormlark::bench {

LoopThread::LoopThread()
    : world_(std::make_unique<RealWorld>(
          loop_, RealWorld::Options{1, std::make_shared<spdlog::sinks::null_sink_mt>()})),
      work_(loop_.get_executor()),
      thread_([this] { loop_.run(); }) {}

LoopThread::~LoopThread() {
  loop_.stop();
  thread_.join();
}

}  // namespace stormlark::bench
