#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include <spdlog/sinks/base_sink.h>

namespace stormlark {

/// Writes log lines to standard error, or another descriptor, on a thread of its own, so that a
/// reader who stalls holds up nobody but it. What does not fit into its memory meanwhile is
/// dropped, and counted in a line. Its end waits a second for the reader, and no longer.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit StderrSink(int descriptor);
  ~StderrSink() override;

 private:
  void sink_it_(const spdlog::details::log_msg& line) override;
  void flush_() override {}

  void run();
  /// False when the reader did not take it all before the end.
  bool write(std::string_view text);
  bool may_go_on();

  int descriptor_;
  std::mutex waiting_mutex_;
  std::condition_variable changed_;
  std::string waiting_;
  std::size_t dropped_ = 0;
  bool ends_ = false;
  std::chrono::steady_clock::time_point end_{};
  std::thread writer_;
};

}  // namespace stormlark
