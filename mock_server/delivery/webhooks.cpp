#include "mock_server/delivery/webhooks.h"

#include "mock_server/access/signatures.h"
#include "protocol/json.h"

#include <algorithm>

#include <boost/asio/error.hpp>
#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

constexpr Clock::duration challenge_deadline = 1s;
constexpr Clock::duration connect_deadline = 2s;  // of the time that there is to answer
constexpr std::size_t nonce_digits = 32;
constexpr const char* no_connection = "no connection";

std::string iv_from(Prng& random) {
  std::string iv;
  while (iv.size() < iv_bytes) iv += static_cast<char>(random.below(256));
  return iv;
}

}  // namespace

Webhooks::Clients::Clients(World& world, Clock::duration deadline)
    : dialer(world.network(), world.tls().make_client().value(), {}),
      challenger(world.clock(), dialer, {.timeout = challenge_deadline}),
      events(world.clock(), dialer, {.timeout = deadline, .dial_timeout = connect_deadline}) {}

Webhooks::Webhooks(World& world, const PlatformOptions& options)
    : world_(world), options_(options), random_(world.random().fork("webhooks")) {
  const auto has_address = [](const AppOptions& app) {
    return !app.webhook.url.empty() || !app.webhook.card_url.empty();
  };
  if (std::ranges::any_of(options.apps, has_address)) {
    clients_.emplace(world, options.ack_deadline);
  }
}

const AppOptions* Webhooks::receiver(std::string_view app_id) const {
  const auto found = std::ranges::find(options_.apps, app_id, &AppOptions::id);
  return found == options_.apps.end() || found->webhook.url.empty() ? nullptr : &*found;
}

awaitable<Webhooks::Answer> Webhooks::send(const AppOptions& app, std::string body) {
  HttpRequest request = request_of(sealed(app, std::move(body)));
  const std::string& key = app.webhook.encrypt_key;
  if (!key.empty()) sign(request, event_signature, key);
  Answer answer = co_await post(clients_->events, app.webhook.url, std::move(request));
  co_return answer;
}

awaitable<Webhooks::Answer> Webhooks::send_card(const AppOptions& app, std::string body) {
  HttpRequest request = request_of(std::move(body));
  sign(request, card_signature, app.verification_token);
  Answer answer = co_await post(clients_->events, app.webhook.card_url, std::move(request));
  co_return answer;
}

awaitable<std::string> Webhooks::doubt_about(const AppOptions& app) {
  if (verified_.contains(app.id)) co_return std::string();
  const auto [found, is_first] = challenges_.try_emplace(app.id);
  if (is_first) found->second = std::make_shared<Challenge>(world_.executor());
  const auto challenge = found->second;
  if (is_first) {
    challenge->doubt = co_await ask_challenge(app);
    challenges_.erase(app.id);
    challenge->settled.set();
  }
  co_await challenge->settled.wait();
  co_return challenge->doubt;
}

awaitable<std::string> Webhooks::ask_challenge(const AppOptions& app) {
  const std::string challenge = random_.hex(nonce_digits);
  const json::object question{
      {"challenge", challenge}, {"token", app.verification_token}, {"type", "url_verification"}};
  HttpRequest request = request_of(sealed(app, json::serialize(question)));
  const Answer answer = co_await post(clients_->challenger, app.webhook.url, std::move(request));
  if (answer.why == no_connection) co_return "the challenge found no connection";
  const auto said = protocol::parse_object(answer.body);
  const bool right =
      answer.status == 200 && said && protocol::text_at(*said, "challenge") == challenge;
  if (!right) co_return "the challenge was not answered";
  verified_.insert(app.id);
  co_return std::string();
}

awaitable<Webhooks::Answer> Webhooks::post(HttpClient& client, std::string url,
                                           HttpRequest request) {
  const auto origin = parse_url(url);
  if (!origin) co_return Answer{.why = no_connection};
  request.target = origin->target;
  client.forget_idle();  // each on a fresh connection, so that none is sent twice
  const auto response = co_await client.send(*origin, std::move(request));
  if (response) co_return Answer{.status = response->status, .body = response->body};
  const bool late = response.error() == asio::error::timed_out;
  co_return Answer{.why = late ? "no ack" : no_connection};
}

HttpRequest Webhooks::request_of(std::string body) {
  return {.method = "POST",
          .target = {},
          .fields = {{"Content-Type", "application/json; charset=utf-8"},
                     {"X-Request-Id", random_.hex(nonce_digits)}},
          .body = std::move(body)};
}

std::string Webhooks::sealed(const AppOptions& app, std::string body) {
  const std::string& key = app.webhook.encrypt_key;
  if (key.empty()) return body;
  return json::serialize(json::object{{"encrypt", encrypt(body, key, iv_from(random_))}});
}

void Webhooks::sign(HttpRequest& request, Signature signature, std::string_view secret) {
  const std::string now = std::to_string(world_.clock().wall_ms() / 1000);
  const std::string nonce = random_.hex(nonce_digits);
  request.fields.add("X-Lark-Request-Timestamp", now);
  request.fields.add("X-Lark-Request-Nonce", nonce);
  request.fields.add("X-Lark-Signature", signature(now, nonce, secret, request.body));
}

}  // namespace stormlark::mock
