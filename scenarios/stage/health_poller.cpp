#include "scenarios/stage/health_poller.h"

#include <boost/asio/error.hpp>

namespace stormlark::scenarios {
namespace {

constexpr Clock::duration interval_min = 50ms;
constexpr Clock::duration patience = 500ms;
// What a subject tells of first, it has not always done yet.
constexpr Clock::duration settling = 5ms;
constexpr const char* endpoint = "/readyz";

// Messages come by all the time, and do not change anybody's health. Asking after each of them as
// well was a sixth of all handlers of a simulated run.
bool is_traffic(const history::Record& record) {
  return record.as<history::MessageAccepted>() || record.as<history::Pushed>() ||
         record.as<history::Acked>() || record.as<history::CallBegan>() ||
         record.as<history::CallEnded>() || record.as<history::AnswerVisible>() ||
         record.as<history::ControlSent>() || record.as<history::ControlReceived>();
}

}  // namespace

awaitable<void> poll_health(World& world, history::Recorder& recorder, const TlsClient& tls,
                            HealthTarget target) {
  const auto may_matter = [](const history::Record& record) { return !is_traffic(record); };
  const Dialer dialer(world.network(), tls, {});
  HttpClient client(world.clock(), dialer, {.timeout = patience});
  int last = 0;
  while (true) {
    HttpRequest request;
    request.target = endpoint;
    const auto answer = co_await client.send(target.base, std::move(request));
    const int status = answer ? static_cast<int>(answer->status) : 0;
    if (status != last) {
      recorder.add(history::HealthSampled{target.subject, target.life, endpoint, status,
                                          answer ? answer->body : ""});
      last = status;
    }
    const std::size_t seen = recorder.history().size();
    co_await sleep_for(world.clock(), interval_min);
    if (target.interval_max <= interval_min) continue;
    const auto news = co_await recorder.await(seen, may_matter, target.interval_max - interval_min);
    if (!news && news.error() == asio::error::operation_aborted) co_return;
    co_await sleep_for(world.clock(), settling);
  }
}

}  // namespace stormlark::scenarios
