#pragma once

#include "mock_server/control/history_view.h"

#include <cstdint>
#include <map>
#include <optional>

#include <boost/json/array.hpp>

namespace stormlark::mock {

/// What went over one connection. Times are those of records.
struct ConnectionTraffic {
  std::int64_t opened_us = 0;
  std::optional<std::int64_t> last_ping_us;
  int pings = 0;
  int pushes = 0;
  int acks = 0;
};

/// Reads a history as it grows, each record once.
class TrafficReader {
 public:
  /// By connection, with all that is in the history by now. It only ever grows.
  const std::map<int, ConnectionTraffic>& in(const history::History& history);

 private:
  void note(const history::Record& record);

  std::size_t read_ = 0;
  std::map<int, ConnectionTraffic> by_connection_;
};

/// The last API calls with their latencies, the oldest first; those under way have none yet.
boost::json::array calls_in(HistoryView::Records records, std::size_t limit);

}  // namespace stormlark::mock
