#include "gateway/link/link.h"

#include "gateway/api/transport_failure.h"
#include "protocol/json.h"
#include "runtime/number.h"
#include "runtime/timeout.h"

#include <limits>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <fmt/format.h>

namespace stormlark::gateway {
namespace {

LinkFailure unreachable(std::string text) {
  return {.kind = LinkFailure::Kind::unreachable, .text = std::move(text), .retry_after = {}};
}

// An answer of discovery is small; whatever sends more is not the platform.
constexpr std::size_t discovery_bytes_max = 1U << 20;

// Without the user and password that a proxy's URL may hold.
std::string describe_road(const Config::PlatformApi& platform) {
  const auto proxy = parse_url(platform.proxy);
  return proxy ? " through proxy " + proxy->endpoint().to_string() : std::string();
}

// SDKs differ in what they do without one; 0 is what most then send.
std::int32_t service_of(const Url& url) {
  const auto service = parse_number<std::int64_t>(url.query("service_id"));
  const bool fits =
      service && *service >= 0 && *service <= std::numeric_limits<std::int32_t>::max();
  return fits ? static_cast<std::int32_t>(*service) : 0;
}

}  // namespace

Link::Link(World& world, const Config& config, const Parts& parts, const Dialer& dialer,
           Connection::Data data, std::shared_ptr<spdlog::logger> log)
    : world_(world),
      config_(config),
      road_(describe_road(config.platform)),
      parts_(parts),
      dialer_(dialer),
      data_(std::move(data)),
      log_(std::move(log)),
      http_(world.clock(), dialer,
            {.timeout = config.link.discovery_timeout, .body_bytes_max = discovery_bytes_max}),
      settings_(config.link),
      policy_(parts.reconnect(config, world.random().fork("reconnect"))),
      stopping_(world.executor()) {}

awaitable<Link::End> Link::run() {
  // The loop ends for two reasons only, so cancellation is looked at, not thrown.
  co_await asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    const LinkFailure failure = co_await live();
    const bool ended = co_await told_to_end();
    if (ended) break;
    note_failure(failure);
    const ReconnectStep step = policy_->failed(failure, world_.clock().now());
    if (std::holds_alternative<GiveUp>(step)) {
      enter(LinkState::Phase::ended);
      co_return End::refused;
    }
    const Clock::duration delay = std::get<RetryAfter>(step).delay;
    enter(LinkState::Phase::waiting);
    log_->info("link waits retry_ms={}", delay / 1ms);
    co_await pause(delay);
    const bool ended_waiting = co_await told_to_end();
    if (ended_waiting) break;
  }
  state_.last_error = "stopped";
  enter(LinkState::Phase::ended);
  co_return End::stopped;
}

void Link::stop() {
  const bool redials = state_.phase == LinkState::Phase::waiting;
  if (redials && !parts_.stop_cancels_redial()) return;
  stopping_.set();
  if (connection_) connection_->stop();
}

awaitable<bool> Link::told_to_end() {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  co_return stopping_.is_set() || cancellation.cancelled() != asio::cancellation_type::none;
}

std::optional<Clock::time_point> Link::last_received() const {
  if (!connection_) return std::nullopt;
  return connection_->last_received();
}

awaitable<LinkFailure> Link::live() {
  using namespace asio::experimental::awaitable_operators;
  enter(LinkState::Phase::connecting);
  auto attempt = co_await (connect() || stopping_.wait());
  if (attempt.index() == 1) co_return unreachable("stopped");
  auto& outcome = std::get<0>(attempt);
  if (!outcome) co_return outcome.error();
  LinkFailure failure = co_await serve(std::move(*outcome));
  co_return failure;
}

awaitable<LinkResult<Link::Upgraded>> Link::connect() {
  Clock& clock = world_.clock();
  const auto began = clock.now();
  LinkResult<Offer> offer = co_await discover();
  if (!offer) co_return offer.error();
  apply(offer->client_config);
  const std::string name = offer->url.query("device_id");

  const auto dialing = clock.now();
  Result<Stream> stream =
      co_await with_timeout(clock, config_.link.dial_timeout, dialer_.dial(offer->url));
  if (!stream) {
    co_return unreachable(fmt::format("cannot reach {}{}: {}", offer->url.endpoint().to_string(),
                                      road_, transport_failure(stream.error())));
  }
  claim_connected(false, name);

  const auto upgrading = clock.now();
  LinkResult<WebSocket> socket = co_await ask_for_upgrade(offer->url, std::move(*stream));
  if (!socket) co_return socket.error();
  log_->debug("link upgraded conn={} discovery_ms={} dial_ms={} upgrade_ms={}", name,
              (dialing - began) / 1ms, (upgrading - dialing) / 1ms,
              (clock.now() - upgrading) / 1ms);
  co_return Upgraded{std::move(*socket), name, service_of(offer->url)};
}

awaitable<LinkResult<Offer>> Link::discover() {
  const auto origin = parse_url(config_.platform.url);
  if (!origin) co_return unreachable("platform.url is not a URL");
  http_.forget_idle();
  HttpRequest request{
      .method = "POST",
      .target = std::string(protocol::discovery_path),
      .fields = {{"Content-Type", "application/json"}, {"locale", "zh"}},
      .body = encode(protocol::DiscoveryRequest{
          .app_id = config_.app.id, .app_secret = config_.app.secret, .client_assertion = {}})};
  const Result<HttpResponse> response = co_await http_.send(*origin, std::move(request));
  if (!response) {
    co_return unreachable(fmt::format("discovery at {}{} failed: {}", origin->authority(), road_,
                                      transport_failure(response.error())));
  }
  co_return read_discovery(*response);
}

awaitable<LinkResult<WebSocket>> Link::ask_for_upgrade(Url url, Stream stream) {
  Clock& clock = world_.clock();
  WebSocket::Options options{.message_bytes_max = config_.link.message_bytes_max};
  // A farewell to a platform that does not answer must not outlast the drain.
  options.close_timeout = std::min(options.close_timeout, config_.drain.deadline);
  UpgradeRefusal refusal;
  Result<WebSocket> socket =
      co_await with_timeout(clock, config_.link.handshake_timeout,
                            upgrade(clock, std::move(stream), url, {}, options, refusal));
  if (socket) co_return std::move(*socket);
  if (refusal.status != 0) co_return read_refusal(refusal);
  co_return unreachable(
      fmt::format("the upgrade at {} failed: {}", url.authority(), socket.error().message()));
}

awaitable<LinkFailure> Link::serve(Upgraded upgraded) {
  const auto connected_at = world_.clock().now();
  policy_->connected(connected_at);
  claim_connected(true, upgraded.name);
  const Connection::Hooks hooks{
      .ping_interval = [this] { return settings_.ping_interval; },
      .configured = [this](const protocol::ClientConfig& config) { apply(config); },
      .pong_config = parts_.pong_config,
      .answers_server_ping = parts_.answers_server_ping,
      .data = data_};
  connection_ =
      std::make_shared<Connection>(world_, std::move(upgraded.socket),
                                   Connection::Options{.name = upgraded.name,
                                                       .service = upgraded.service,
                                                       .write_timeout = config_.link.pong_deadline},
                                   parts_.liveness(world_, config_), hooks, log_);
  if (stopping_.is_set()) connection_->stop();
  LinkFailure failure = co_await connection_->serve();
  connection_.reset();
  co_return failure;
}

awaitable<void> Link::pause(Clock::duration delay) {
  if (delay > Clock::duration::zero()) {
    co_await stopping_.wait_for(world_.clock(), delay);
  }
}

void Link::apply(const protocol::ClientConfig& config) {
  settings_.apply(config);
  policy_->configured(config);
}

void Link::claim_connected(bool is_upgraded, const std::string& name) {
  if (state_.phase == LinkState::Phase::connected || !parts_.counts_as_connected(is_upgraded))
    return;
  state_.connection = name;
  enter(LinkState::Phase::connected);
}

// The one place where the log says what the state says.
void Link::enter(LinkState::Phase phase) {
  const bool was_connected = state_.phase == LinkState::Phase::connected;
  const bool is_connected = phase == LinkState::Phase::connected;
  if (is_connected) log_->info("link connected conn={}", state_.connection);
  if (was_connected && !is_connected) {
    const auto level = stopping_.is_set() ? spdlog::level::info : spdlog::level::warn;
    log_->log(level, "link lost conn={} lived_ms={} cause=\"{}\"", state_.connection,
              (world_.clock().now() - state_.since) / 1ms, state_.last_error);
  }
  state_.phase = phase;
  state_.since = world_.clock().now();
}

void Link::note_failure(const LinkFailure& failure) {
  state_.last_error = failure.text;
  switch (failure.kind) {
    case LinkFailure::Kind::lost:
      break;
    case LinkFailure::Kind::replaced:
      log_->warn("link closed in good order; if this repeats, another gateway uses the app {}",
                 config_.app.id);
      break;
    case LinkFailure::Kind::unreachable:
      log_->warn("link attempt failed cause=\"{}\"", failure.text);
      break;
    case LinkFailure::Kind::refused_limit:
      log_->error("link refused, the app {} has too many connections: stop some cause=\"{}\"",
                  config_.app.id, failure.text);
      break;
    case LinkFailure::Kind::refused:
      log_->error("link refused, check app.id, app.secret and platform.url cause=\"{}\"",
                  failure.text);
      break;
  }
}

}  // namespace stormlark::gateway
