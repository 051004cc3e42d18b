#include "mock_server/control/traffic.h"

#include <boost/json/object.hpp>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

double milliseconds(std::int64_t us) {
  return static_cast<double>(us) / 1000.0;
}

}  // namespace

std::map<int, ConnectionTraffic> traffic_in(const history::History& history) {
  std::map<int, ConnectionTraffic> by_connection;
  for (const history::Record& record : history) {
    if (const auto* opened = record.as<history::ConnectionOpened>()) {
      by_connection[opened->connection].opened_us = record.us;
    } else if (const auto* control = record.as<history::ControlReceived>()) {
      if (control->type != "ping") continue;
      ConnectionTraffic& traffic = by_connection[control->connection];
      traffic.last_ping_us = record.us;
      ++traffic.pings;
    } else if (const auto* pushed = record.as<history::Pushed>()) {
      ++by_connection[pushed->connection].pushes;
    } else if (const auto* acked = record.as<history::Acked>()) {
      ++by_connection[acked->connection].acks;
    }
  }
  return by_connection;
}

json::array calls_in(std::span<const history::Record> records, std::size_t limit) {
  std::map<int, json::object> calls;
  std::map<int, std::int64_t> began;
  for (const history::Record& record : records) {
    if (const auto* call = record.as<history::CallBegan>()) {
      began[call->call] = record.us;
      calls[call->call] = {{"call", call->call},     {"peer", call->peer},
                           {"app", call->app},       {"operation", call->operation},
                           {"target", call->target}, {"uuid", call->uuid},
                           {"began_us", record.us}};
    } else if (const auto* ended = record.as<history::CallEnded>()) {
      const auto found = calls.find(ended->call);
      if (found == calls.end()) continue;
      found->second["latency_ms"] = milliseconds(record.us - began.at(ended->call));
      found->second["http_status"] = ended->http_status;
      found->second["code"] = ended->code;
      found->second["outcome"] = ended->outcome;
    }
    if (calls.size() > limit) calls.erase(calls.begin());
  }
  json::array list;
  for (auto& [number, call] : calls) list.push_back(std::move(call));
  return list;
}

}  // namespace stormlark::mock
