#include "tests/support/raw_bot.h"

#include "tests/support/run_to_end.h"

namespace stormlark {
namespace {

TaskGroup::FailureHandler rethrow() {
  return [](const std::exception_ptr& failure) { std::rethrow_exception(failure); };
}

void end_tasks(ManualWorld& world, TaskGroup& tasks) {
  tasks.stop();
  world.run_until([&] { return tasks.empty(); }, 1min);
}

}  // namespace

RawLink::RawLink(ManualWorld& world, WebSocket socket)
    : world_(world), socket_(std::move(socket)), tasks_(world.executor(), rethrow()) {
  tasks_.spawn(collect());
}

RawLink::~RawLink() {
  socket_.abort();
  end_tasks(world_, tasks_);
}

awaitable<void> RawLink::collect() {
  for (;;) {
    auto message = co_await socket_.read();
    if (!message) break;
    auto frame = protocol::decode(message->bytes);
    if (frame) {
      frames_.push_back(std::move(*frame));
    } else {
      garbage_.push_back(std::move(message->bytes));
    }
  }
  ended_ = true;
}

std::optional<protocol::Frame> RawLink::frame(Clock::duration within) {
  world_.run_until([this] { return !frames_.empty() || ended_; }, within);
  if (frames_.empty()) return std::nullopt;
  auto first = std::move(frames_.front());
  frames_.pop_front();
  return first;
}

std::optional<protocol::Frame> RawLink::push(Clock::duration within) {
  const auto deadline = world_.clock().now() + within;
  for (;;) {
    auto next = frame(deadline - world_.clock().now());
    if (!next || next->method == protocol::method_data) return next;
  }
}

bool RawLink::wait_for_end(Clock::duration within) {
  return world_.run_until([this] { return ended_; }, within);
}

void RawLink::send(const protocol::Frame& frame) {
  send_bytes(protocol::encode(frame));
}

void RawLink::ack(const protocol::Frame& push, int code) {
  send(protocol::make_ack(push, code, 1));
}

void RawLink::send_bytes(std::string bytes) {
  run_to_end(world_, socket_.send_binary(std::move(bytes)));
  world_.run_for(0s);
}

void RawLink::send_text(std::string text) {
  run_to_end(world_, socket_.send_text(std::move(text)));
  world_.run_for(0s);
}

void RawLink::close(std::uint16_t code) {
  run_to_end(world_, socket_.close(code, "test"));
  world_.run_for(0s);
}

void RawLink::abort(bool with_reset) {
  socket_.abort(with_reset);
  world_.run_for(0s);
}

RawBot::RawBot(ManualWorld& world, Endpoint platform, std::string app_id, std::string app_secret,
               const std::string& authority_pem)
    : world_(world),
      origin_(parse_url((authority_pem.empty() ? "http://" : "https://") + platform.to_string())
                  .value()),
      app_id_(std::move(app_id)),
      app_secret_(std::move(app_secret)),
      dialer_(world.network(), world.tls().make_client(authority_pem).value(), {}),
      http_(world.clock(), dialer_, {.timeout = 24h, .user_agent = "raw-bot"}),
      tasks_(world.executor(), rethrow()) {}

RawBot::~RawBot() {
  end_tasks(world_, tasks_);
}

awaitable<HttpResponse> RawBot::exchange(HttpRequest request) {
  http_.forget_idle();  // a fresh connection, so that the client never repeats a call by itself
  auto response = co_await http_.send(origin_, std::move(request));
  co_return response ? std::move(*response) : HttpResponse{.status = 0, .fields = {}, .body = {}};
}

awaitable<void> RawBot::exchange_into(HttpRequest request, std::shared_ptr<Pending> pending) {
  pending->response = co_await exchange(std::move(request));
  pending->done = true;
}

namespace {

HttpRequest make_request(std::string method, std::string target, std::string body,
                         std::string authorization) {
  HttpRequest request{.method = std::move(method),
                      .target = std::move(target),
                      .fields = {{"Content-Type", "application/json; charset=utf-8"}},
                      .body = std::move(body)};
  if (!authorization.empty()) request.fields.add("Authorization", std::move(authorization));
  return request;
}

}  // namespace

HttpResponse RawBot::request(std::string method, std::string target, std::string body,
                             std::string authorization) {
  const auto pending = begin_request(std::move(method), std::move(target), std::move(body),
                                     std::move(authorization));
  world_.run_until([&] { return pending->done; }, 24h);
  return pending->response;
}

std::shared_ptr<RawBot::Pending> RawBot::begin_request(std::string method, std::string target,
                                                       std::string body,
                                                       std::string authorization) {
  auto pending = std::make_shared<Pending>();
  tasks_.spawn(exchange_into(
      make_request(std::move(method), std::move(target), std::move(body), std::move(authorization)),
      pending));
  world_.run_for(0s);
  return pending;
}

HttpResponse RawBot::send(HttpRequest request) {
  request.fields.add("Authorization", authorization());
  const auto pending = std::make_shared<Pending>();
  tasks_.spawn(exchange_into(std::move(request), pending));
  world_.run_until([&] { return pending->done; }, 24h);
  return pending->response;
}

protocol::DiscoveryAnswer RawBot::discover() {
  const auto body = protocol::encode(protocol::DiscoveryRequest{app_id_, app_secret_, {}});
  const auto response = request("POST", std::string(protocol::discovery_path), body);
  return protocol::parse_discovery_answer(response.body).value();
}

awaitable<Result<WebSocket>> RawBot::dial(Url url) {
  auto stream = co_await dialer_.dial(url);
  if (!stream) co_return stream.error();
  auto socket = co_await stormlark::upgrade(world_.clock(), std::move(*stream), url, {},
                                            socket_options, refusal);
  co_return socket;
}

std::unique_ptr<RawLink> RawBot::upgrade(const std::string& url) {
  refusal = {};
  auto socket = run_to_end(world_, dial(parse_url(url).value()));
  world_.run_for(0s);  // the platform, too, learns that 101 was written
  if (!socket) return nullptr;
  return std::make_unique<RawLink>(world_, std::move(*socket));
}

std::unique_ptr<RawLink> RawBot::connect() {
  return upgrade(discover().url);
}

const std::string& RawBot::authorization() {
  if (authorization_.empty()) {
    const boost::json::object body{{"app_id", app_id_}, {"app_secret", app_secret_}};
    const auto response =
        request("POST", std::string(protocol::path::tenant_token), boost::json::serialize(body));
    const auto answer = protocol::parse_api_answer(response.body).value();
    const auto& token = answer.data.at("tenant_access_token").as_string();
    authorization_ = "Bearer " + std::string(token);
  }
  return authorization_;
}

protocol::ApiAnswer RawBot::call(std::string method, std::string target, std::string body) {
  const std::string with = authorization();
  return protocol::parse_api_answer(
             request(std::move(method), std::move(target), std::move(body), with).body)
      .value();
}

std::string reply_target(const std::string& message_id) {
  return std::string(protocol::path::messages) + "/" + message_id + "/reply";
}

std::string text_message(const std::string& text, const std::string& uuid,
                         const std::string& receive_id) {
  return protocol::encode(protocol::OutgoingMessage{.receive_id = receive_id,
                                                    .msg_type = "text",
                                                    .content = protocol::text_content(text),
                                                    .uuid = uuid});
}

protocol::ApiAnswer RawBot::reply(const std::string& message_id, const std::string& text,
                                  const std::string& uuid) {
  return call("POST", reply_target(message_id), text_message(text, uuid));
}

void RawBot::hang_up() {
  end_tasks(world_, tasks_);
  http_.forget_idle();
  world_.run_for(0s);
}

protocol::MessageReceived message_in(const protocol::Frame& push) {
  return protocol::parse_message_received(*push.payload).value();
}

}  // namespace stormlark
