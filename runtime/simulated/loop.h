#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace stormlark {

/// The event loop of one simulated process. It never locks, since there is one thread, and its
/// queued handlers can be destroyed while what they use still lives.
class ProcessLoop : public asio::io_context {
 public:
  ProcessLoop() : io_context(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE), stays_(get_executor()) {}

  void discard() { shutdown(); }

 private:
  asio::executor_work_guard<executor_type> stays_;
};

}  // namespace stormlark
