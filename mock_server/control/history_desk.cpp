#include "mock_server/control/history_desk.h"

#include "history/record.h"
#include "mock_server/control/traffic.h"
#include "protocol/json.h"
#include "runtime/number.h"
#include "runtime/signal_flag.h"

#include <optional>

#include <boost/asio/error.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

using enum MemberKind;

namespace {

// What a reader is given at a time: it bounds what a slow one keeps in memory.
constexpr std::size_t piece_bytes_max = 64U << 10;
// A reader that has left is noticed at the next piece at the latest.
constexpr Clock::duration silence_max = 15s;
constexpr int calls_max = 10'000;

const Member after{
    .name = "after", .kind = integer, .what = "the id of the last record that is known already"};

const Member last_event_id{.name = "Last-Event-ID",
                           .kind = integer,
                           .what = "the same, as browsers say it when they come again"};

/// What the reader says it has seen.
std::optional<std::size_t> last_seen(const ControlCall& call) {
  auto seen = parse_number<std::int64_t>(call.http.fields.get(last_event_id.name));
  if (!seen) seen = protocol::integer_at(call.members, after.name);
  if (!seen || *seen < 0) return std::nullopt;
  return static_cast<std::size_t>(*seen);
}

std::string event(const history::Record& record) {
  return fmt::format("id: {}\ndata: {}\n\n", record.id, history::to_line(record));
}

}  // namespace

void HistoryDesk::add_to(ControlRoutes& routes) {
  routes.add({.method = "GET",
              .pattern = "/v1/history",
              .id = "readHistory",
              .summary = "The records so far, one JSON object a line",
              .media = "application/x-ndjson",
              .serve = at_once([this](const ControlCall&) { return lines(); })});
  routes.add({.method = "GET",
              .pattern = "/v1/events",
              .id = "followHistory",
              .summary = "The records so far and each new one, as server-sent events",
              .takes = {after},
              .headers = {last_event_id},
              .media = "text/event-stream",
              .serve = [this](ControlCall call) { return follow(std::move(call)); }});
  routes.add(
      {.method = "GET",
       .pattern = "/v1/calls",
       .id = "listCalls",
       .summary = "The last API calls, the oldest first",
       .takes = {{.name = "limit",
                  .kind = integer,
                  .what = "how many; default: 200",
                  .smallest = 1,
                  .largest = calls_max}},
       .gives = {{.name = "calls", .kind = list, .what = "operation, outcome and latency of each"}},
       .serve = at_once([this](const ControlCall& call) {
         const auto limit = static_cast<std::size_t>(call.integer("limit", 200));
         return control_answer({{"calls", calls_in(history_.records(), limit)}});
       })});
}

HttpResponse HistoryDesk::lines() const {
  std::string lines;
  for (const history::Record& record : history_.records()) {
    lines += history::to_line(record) + "\n";
  }
  return {200, {{"Content-Type", "application/x-ndjson"}}, std::move(lines)};
}

awaitable<HttpOutcome> HistoryDesk::follow(ControlCall call) const {
  const auto seen = last_seen(call);
  // Who has seen more than there is saw another platform's history.
  const bool ours = seen && *seen <= history_.all().size();
  const std::size_t index = ours ? *seen : history_.from();
  co_return StreamedResponse{200,
                             {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}},
                             [this, index](HttpBody& reader) { return send_from(index, reader); }};
}

awaitable<void> HistoryDesk::send_from(std::size_t index, HttpBody& reader) const {
  std::string piece = "retry: 1000\n\n";
  for (;;) {
    SignalFlag more(world_.executor());
    const auto watching =
        history_.recorder().watch([&more](const history::Record&) { more.set(); });
    while (!piece.empty() || index < history_.all().size()) {
      while (index < history_.all().size() && piece.size() < piece_bytes_max) {
        piece += event(history_.all()[index++]);
      }
      const auto taken = co_await reader.write(std::exchange(piece, {}));
      if (!taken) co_return;
    }
    const error_code why = co_await more.wait_for(world_.clock(), silence_max);
    if (why == asio::error::timed_out) piece = ": nothing new\n\n";
    if (why && piece.empty()) co_return;
  }
}

}  // namespace stormlark::mock
