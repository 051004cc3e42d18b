#pragma once

#include "bench/loop_thread.h"
#include "bench/rounds.h"
#include "mock_server/platform.h"

#include <future>
#include <optional>
#include <string>
#include <vector>

namespace stormlark::bench {

/// The mock platform on a loop of its own, and the users who write there.
class ServedPlatform {
 public:
  explicit ServedPlatform(int connections_max, const std::string& history_path = {});
  ~ServedPlatform();
  ServedPlatform(const ServedPlatform&) = delete;
  ServedPlatform& operator=(const ServedPlatform&) = delete;

  std::uint16_t port() const { return port_; }
  /// Gives the message's id.
  std::string write_message();

  /// So many messages, as many at a time as there are connections: each ack brings the next one.
  Seconds push(int count);
  /// From the last byte of a push written to its ack read, in microseconds, for messages that come
  /// at a steady rate.
  std::vector<double> push_to_ack(double rate, int count);

 private:
  std::string accept();
  awaitable<int> accept_steadily(double rate, int count);
  void acked();
  std::vector<double> latencies(std::size_t from) const;

  int connections_max_;
  LoopThread loop_;
  std::optional<history::Recorder> recorder_;
  std::optional<mock::Platform> platform_;
  std::shared_ptr<void> watching_;
  std::uint16_t port_ = 0;
  int messages_ = 0;
  int unacked_ = 0;
  bool by_turns_ = false;  ///< each ack brings the next message
  std::optional<std::promise<void>> all_acked_;
};

}  // namespace stormlark::bench
