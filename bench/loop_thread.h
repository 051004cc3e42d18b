#pragma once

#include "runtime/real_world.h"

#include <future>
#include <memory>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/packaged_task.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

namespace stormlark::bench {

/// A RealWorld on a thread of its own, as a process of its own would be. It logs nothing.
class LoopThread {
 public:
  LoopThread();
  /// Everything made on the loop must have been destroyed through `call` by now.
  ~LoopThread();

  RealWorld& world() { return *world_; }

  /// Calls `work` on the loop and waits for what it returns.
  template <class Work>
  auto call(Work work) {
    return asio::post(loop_, std::packaged_task<decltype(work())()>(std::move(work))).get();
  }

  /// Runs a coroutine on the loop.
  template <class T>
  std::future<T> start(awaitable<T> work) {
    return asio::co_spawn(loop_, std::move(work), asio::use_future);
  }
  /// The same, and waits for what it returns.
  template <class T>
  T await(awaitable<T> work) {
    return start(std::move(work)).get();
  }

 private:
  asio::io_context loop_{1};
  std::unique_ptr<RealWorld> world_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::thread thread_;
};

}  // namespace stormlark::bench
