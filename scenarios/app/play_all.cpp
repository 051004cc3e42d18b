#include "scenarios/app/play_all.h"

#include "runtime/task_group.h"

#include <boost/asio/post.hpp>

namespace stormlark::scenarios {
namespace {

awaitable<void> watch_stop(World& outside, bool& told) {
  co_await outside.stop_requested();
  told = true;
}

awaitable<void> play_until_told(World& outside, Agenda& agenda, PlanPlayer play,
                                const ResultHandler& on_result, Campaign& campaign,
                                const bool& told) {
  while (const auto plan = agenda.next()) {
    co_await asio::post(outside.executor(), asio::use_awaitable);
    if (told) {
      campaign.stopped = plan->name + " with seed " + std::to_string(plan->seed) + " was next";
      co_return;
    }
    std::optional<RunResult> result = play(*plan);
    if (!result) co_return;
    campaign.results.push_back(std::move(*result));
    on_result(campaign.results.back());
  }
}

}  // namespace

awaitable<int> play_all(World& outside, Agenda& agenda, PlanPlayer play,
                        const ResultHandler& on_result, Campaign& campaign) {
  bool told = false;
  std::exception_ptr failure;
  const auto keep = [&failure](std::exception_ptr thrown) { failure = std::move(thrown); };
  TaskGroup playing(outside.executor(), keep);
  TaskGroup watching(outside.executor(), keep);
  watching.spawn(watch_stop(outside, told));
  playing.spawn(play_until_told(outside, agenda, std::move(play), on_result, campaign, told));
  co_await playing.join();
  watching.stop();
  co_await watching.join();
  if (failure) std::rethrow_exception(failure);
  co_return 0;
}

}  // namespace stormlark::scenarios
