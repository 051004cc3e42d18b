#include "bench/stage.h"

#include <csignal>
#include <stdexcept>

namespace stormlark::bench {
namespace {

constexpr auto patience = 20s;
const mock::AppOptions gateway_app{"cli_0000000000000001", "bench-secret-of-the-gateway", "Bot"};
const mock::AppOptions floor_app{"cli_0000000000000002", "bench-secret-of-the-floor", "Floor"};

mock::PlatformOptions platform_options(bool tls) {
  mock::PlatformOptions options;
  options.apps = {gateway_app, floor_app};
  // No waiting that the platform asks for: what is left is the client's own time.
  options.client_config = {-1, 1, 0, 120};
  options.first_push_delay = 0ms;
  options.redelivery = {};
  options.tls = tls;
  return options;
}

const mock::AppOptions& app_of(const std::string& peer) {
  return peer == Stage::gateway_name ? gateway_app : floor_app;
}

}  // namespace

Stage::Stage(Options options) {
  std::uint16_t gateway_port = 0;
  std::uint16_t floor_port = 0;
  call([&] {
    World& world = platform_loop_.world();
    recorder_.emplace(world.clock(), world.executor());
    platform_.emplace(world, *recorder_, platform_options(options.tls));
    gateway_port = open_door(gateway_name, gateway_proxy_, options);
    floor_port = open_door(floor_name, floor_proxy_, options);
    greetings_ = recorder_->watch([this](const history::Record& record) {
      const auto* opened = record.as<history::ConnectionOpened>();
      if (!opened) return;
      asio::post(platform_loop_.world().executor(),
                 [this, peer = opened->peer] { write_message(peer); });
    });
  });
  floor_.emplace(FloorClient::Options{floor_port, options.tls, platform_->authority_pem(),
                                      floor_app.id, floor_app.secret, folder_.path() + "/floor"});
  gateway_loop_.call(
      [&] { gateway_.emplace(gateway_loop_.world(), gateway_config(gateway_port, options)); });
  gateway_run_ = gateway_loop_.start(gateway_->run());
  await(0, answered_by(gateway_name), "the gateway's first answer");
}

Stage::~Stage() {
  std::raise(SIGTERM);
  gateway_run_.wait();
  gateway_loop_.call([this] { gateway_.reset(); });
  floor_.reset();
  platform_loop_.await(gateway_proxy_->stop());
  platform_loop_.await(floor_proxy_->stop());
  platform_loop_.await(platform_->stop());
  call([this] {
    greetings_.reset();
    gateway_proxy_.reset();
    floor_proxy_.reset();
    platform_.reset();
    recorder_.reset();
  });
}

std::uint16_t Stage::open_door(const std::string& peer, std::optional<proxy::FaultProxy>& proxy,
                               Options options) {
  proxy::ProxyOptions proxy_options;
  proxy_options.name = peer;
  proxy_options.upstream = platform_->listen(peer, {"127.0.0.1", 0}).value();
  proxy.emplace(platform_loop_.world(), *recorder_, proxy_options);
  proxy->start().value();
  if (options.added_round_trip > 0ms) {
    proxy->begin_fault("distance of " + peer,
                       proxy::Latency{options.added_round_trip / 2, {}, proxy::Direction::both});
  }
  return proxy->address().port;
}

gateway::Config Stage::gateway_config(std::uint16_t port, Options options) const {
  gateway::Config config;
  config.app = {gateway_app.id, gateway_app.secret};
  config.platform.url =
      (options.tls ? "https" : "http") + std::string("://127.0.0.1:") + std::to_string(port);
  config.platform.ca_pem = platform_->authority_pem();
  // Where the platform is away for a while, so short that it hardly blurs what is measured.
  config.link.backoff_min = 10ms;
  config.link.backoff_max = 20ms;
  config.journal.path = folder_.path() + "/gateway.db";
  config.lock.directory = folder_.path();
  return config;
}

std::size_t Stage::mark() {
  return call([this] { return recorder_->history().size(); });
}

Seconds Stage::await(std::size_t mark, std::function<bool(const history::Record&)> wanted,
                     const std::string& what) {
  const auto found = platform_loop_.await(recorder_->await(mark, std::move(wanted), patience));
  if (!found) throw std::runtime_error("waited in vain for " + what);
  return call([&] { return Seconds(std::chrono::microseconds(recorder_->history()[*found].us)); });
}

Seconds Stage::now() {
  return std::chrono::microseconds(recorder_->now_us());
}

void Stage::write_message(const std::string& peer) {
  const std::string token = std::to_string(++messages_);
  platform_->accept({.chat = "chat of " + peer,
                     .chat_type = "p2p",
                     .user = {},
                     .text = "message " + token,
                     .token = token,
                     .purpose = "probe",
                     .app_id = app_of(peer).id});
}

std::function<bool(const history::Record&)> acked_by(const std::string& peer) {
  return [peer](const history::Record& record) {
    const auto* acked = record.as<history::Acked>();
    return acked && acked->peer == peer;
  };
}

std::function<bool(const history::Record&)> answered_by(const std::string& peer) {
  return [peer](const history::Record& record) {
    const auto* answer = record.as<history::AnswerVisible>();
    return answer && answer->peer == peer;
  };
}

}  // namespace stormlark::bench
