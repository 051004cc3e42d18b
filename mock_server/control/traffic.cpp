#include "mock_server/control/traffic.h"

#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/range/adaptor/reversed.hpp>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

double milliseconds(std::int64_t us) {
  return static_cast<double>(us) / 1000.0;
}

/// `end` is null while the call is under way.
json::object shown(const history::CallBegan& call, std::int64_t began_us,
                   const history::Record* end) {
  json::object view{{"call", call.call},           {"peer", call.peer},     {"app", call.app},
                    {"operation", call.operation}, {"target", call.target}, {"uuid", call.uuid},
                    {"began_us", began_us}};
  if (!end) return view;
  const auto& ended = *end->as<history::CallEnded>();
  view["latency_ms"] = milliseconds(end->us - began_us);
  view["http_status"] = ended.http_status;
  view["code"] = ended.code;
  view["outcome"] = ended.outcome;
  return view;
}

}  // namespace

const std::map<int, ConnectionTraffic>& TrafficReader::in(const history::History& history) {
  for (; read_ < history.size(); ++read_) note(history[read_]);
  return by_connection_;
}

void TrafficReader::note(const history::Record& record) {
  if (const auto* opened = record.as<history::ConnectionOpened>()) {
    by_connection_[opened->connection].opened_us = record.us;
  } else if (const auto* control = record.as<history::ControlReceived>()) {
    if (control->type != "ping") return;
    ConnectionTraffic& traffic = by_connection_[control->connection];
    traffic.last_ping_us = record.us;
    ++traffic.pings;
  } else if (const auto* pushed = record.as<history::Pushed>()) {
    ++by_connection_[pushed->connection].pushes;
  } else if (const auto* acked = record.as<history::Acked>()) {
    ++by_connection_[acked->connection].acks;
  }
}

json::array calls_in(HistoryView::Records records, std::size_t limit) {
  std::map<int, const history::Record*> ends;
  json::array calls;
  for (const history::Record& record : boost::adaptors::reverse(records)) {
    if (calls.size() == limit) break;
    if (const auto* ended = record.as<history::CallEnded>()) ends.try_emplace(ended->call, &record);
    const auto* call = record.as<history::CallBegan>();
    if (!call) continue;
    const auto end = ends.find(call->call);
    calls.push_back(shown(*call, record.us, end == ends.end() ? nullptr : end->second));
  }
  std::ranges::reverse(calls);
  return calls;
}

}  // namespace stormlark::mock
