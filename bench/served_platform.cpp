#include "bench/served_platform.h"

#include <algorithm>
#include <map>

#include <boost/asio/post.hpp>

namespace stormlark::bench {
namespace {

mock::PlatformOptions options(int connections_max) {
  mock::PlatformOptions options;
  options.connections_max = static_cast<std::size_t>(connections_max);
  options.first_push_delay = 0ms;
  options.redelivery = {};
  return options;
}

}  // namespace

ServedPlatform::ServedPlatform(int connections_max, const std::string& history_path)
    : connections_max_(connections_max) {
  port_ = loop_.call([&] {
    World& world = loop_.world();
    recorder_.emplace(world.clock(), world.executor(), history_path);
    platform_.emplace(world, *recorder_, options(connections_max));
    watching_ = recorder_->watch([this](const history::Record& record) {
      if (record.as<history::Acked>()) asio::post(loop_.world().executor(), [this] { acked(); });
    });
    return platform_->listen("bots", {"127.0.0.1", 0}).value().port;
  });
}

ServedPlatform::~ServedPlatform() {
  loop_.await(platform_->stop());
  loop_.call([this] {
    watching_.reset();
    platform_.reset();
    recorder_.reset();
  });
}

std::string ServedPlatform::write_message() {
  return loop_.call([this] { return accept(); });
}

Seconds ServedPlatform::push(int count) {
  std::future<void> done = all_acked_.emplace().get_future();
  const auto began = std::chrono::steady_clock::now();
  loop_.call([this, count] {
    unacked_ = count;
    by_turns_ = true;
    for (int i = 0; i < connections_max_; ++i) accept();
  });
  done.get();
  return std::chrono::steady_clock::now() - began;
}

std::vector<double> ServedPlatform::push_to_ack(double rate, int count) {
  std::future<void> done = all_acked_.emplace().get_future();
  const std::size_t from = loop_.call([this, count] {
    unacked_ = count;
    by_turns_ = false;
    return recorder_->history().size();
  });
  loop_.await(accept_steadily(rate, count));
  done.get();
  return loop_.call([&] { return latencies(from); });
}

std::string ServedPlatform::accept() {
  const std::string token = "m" + std::to_string(++messages_);
  return platform_->accept(
      {.chat = "alice", .user = {}, .text = token, .token = token, .app_id = {}});
}

awaitable<int> ServedPlatform::accept_steadily(double rate, int count) {
  Clock& clock = loop_.world().clock();
  const auto began = clock.now();
  for (int sent = 0; sent < count;) {
    const double seconds = std::chrono::duration<double>(clock.now() - began).count();
    const int due = std::min(count, static_cast<int>(seconds * rate));
    for (; sent < due; ++sent) accept();
    co_await sleep_for(clock, 1ms);
  }
  co_return count;
}

void ServedPlatform::acked() {
  if (unacked_ <= 0) return;
  if (--unacked_ == 0) return all_acked_->set_value();
  if (by_turns_ && unacked_ >= connections_max_) accept();
}

std::vector<double> ServedPlatform::latencies(std::size_t from) const {
  std::map<std::string, std::int64_t> pushed_us;
  std::vector<double> latencies;
  const history::History& history = recorder_->history();
  for (std::size_t i = from; i < history.size(); ++i) {
    if (const auto* pushed = history[i].as<history::Pushed>()) {
      pushed_us[pushed->delivery] = history[i].us;
    } else if (const auto* acked = history[i].as<history::Acked>()) {
      latencies.push_back(static_cast<double>(history[i].us - pushed_us.at(acked->delivery)));
    }
  }
  return latencies;
}

}  // namespace stormlark::bench
