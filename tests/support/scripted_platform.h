#pragma once

#include "protocol/api.h"
#include "protocol/discovery.h"
#include "protocol/event.h"
#include "protocol/frame.h"
#include "runtime/http_server.h"
#include "runtime/manual_world.h"
#include "runtime/task_group.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark {

/// The least of a platform that a gateway can talk to, in memory and virtual time. By itself it
/// behaves: it offers connections, answers pings, hands out tokens and takes every message. Tests
/// put other answers in front, for the next call of a path, and push what they like.
class ScriptedPlatform {
 public:
  using Answer = std::function<awaitable<HttpOutcome>(HttpRequest)>;

  /// A connection that was upgraded, and what came in on it.
  struct Connection {
    explicit Connection(WebSocket upgraded) : socket(std::move(upgraded)) {}
    WebSocket socket;
    std::vector<protocol::Frame> frames;  ///< pings left out
    std::vector<Clock::time_point> pings;
    std::uint16_t close_code = 0;
    bool ended = false;
  };

  struct Call {
    Clock::time_point at;
    HttpRequest request;
  };

  explicit ScriptedPlatform(ManualWorld& place) : world(place) { start(); }

  void start() {
    listener = world.network().listen(address).value();
    tasks.spawn(accept());
  }
  /// Refuses connections; those that are up stay.
  void stop() { listener->close(); }
  /// Ends everything; to be called before the world goes.
  void end() {
    stop();
    tasks.stop();
    world.run_until([this] { return tasks.empty(); }, 1min);
    connections.clear();
  }

  std::string url() const { return "http://" + address.to_string(); }

  /// The next call whose path ends like that is answered so.
  void next(const std::string& path, Answer answer) { scripts[path].push_back(std::move(answer)); }
  void next(const std::string& path, HttpResponse response) {
    next(path, [response](HttpRequest) -> awaitable<HttpOutcome> { co_return response; });
  }
  static HttpResponse failure(int code, unsigned status = 400) {
    return {.status = status,
            .fields = {{"Content-Type", "application/json"}},
            .body = fmt::format(R"({{"code":{},"msg":"scripted","data":{{}}}})", code)};
  }
  /// Answers nothing until the client gives up.
  Answer hang() {
    return [this](HttpRequest) -> awaitable<HttpOutcome> {
      co_await sleep_for(world.clock(), 1h);
      co_return DropConnection{};
    };
  }

  /// Makes a message visible, unless its uuid was seen before.
  void accept(const HttpRequest& request) {
    const auto message = protocol::parse_outgoing_message(request.body).value();
    if (uuids.insert(message.uuid).second) visible.push_back(message.content);
  }
  /// All tokens given out so far are invalid from now on.
  void revoke_tokens() { valid_token.clear(); }

  /// Calls so far whose path ends like that.
  std::vector<Call> calls_of(const std::string& path) const {
    std::vector<Call> found;
    for (const Call& call : calls) {
      if (call.request.path().ends_with(path)) found.push_back(call);
    }
    return found;
  }

  void push(Connection& connection, const protocol::Frame& frame) {
    tasks.spawn(send(connection, protocol::encode(frame)));
  }
  void push_bytes(Connection& connection, std::string bytes) {
    tasks.spawn(send(connection, std::move(bytes)));
  }
  void push_text(Connection& connection, std::string text) {
    tasks.spawn(say(connection, std::move(text)));
  }
  Connection& latest() { return *connections.back(); }

  /// A data frame with an event that says: alice wrote `text`.
  static protocol::Frame message_frame(const std::string& message_id, const std::string& delivery,
                                       const std::string& text = "hello") {
    protocol::MessageReceived message;
    message.header.event_id = "ev_" + message_id;
    message.header.event_type = protocol::event_message_receive;
    message.header.app_id = "cli_a1b2c3d4e5f60718";
    message.message_id = message_id;
    message.chat_id = "oc_alice";
    message.chat_type = "p2p";
    message.message_type = "text";
    message.content = protocol::text_content(text);
    return data_frame(delivery, encode(message));
  }
  static protocol::Frame data_frame(const std::string& delivery, std::string payload) {
    protocol::Frame frame;
    frame.seq_id = 5;
    frame.log_id = 6;
    frame.service = 33554678;
    frame.method = protocol::method_data;
    frame.set_header("type", "event");
    frame.set_header("message_id", delivery);
    frame.set_header("sum", "1");
    frame.set_header("seq", "0");
    frame.set_header("instance_id", "machine-7");
    frame.payload = std::move(payload);
    return frame;
  }

  ManualWorld& world;
  Endpoint address{"127.0.0.1", 80};
  protocol::ClientConfig client_config{.reconnect_count = -1,
                                       .reconnect_interval_s = 2,
                                       .reconnect_nonce_s = 0,
                                       .ping_interval_s = 10};
  bool answers_pings = true;
  int token_life_s = 7200;
  std::vector<Call> calls;
  std::vector<std::unique_ptr<Connection>> connections;
  std::vector<std::string> visible;  ///< texts of messages, after folding by uuid
  boost::json::array listed;         ///< what a list of messages returns

 private:
  awaitable<void> accept() {
    Listener& at = *listener;
    for (;;) {
      auto stream = co_await at.accept();
      if (!stream) co_return;
      tasks.spawn(serve_http(world.clock(), std::move(*stream), handler));
    }
  }

  awaitable<HttpOutcome> handle(HttpRequest request) {
    calls.push_back({world.clock().now(), request});
    for (auto& [path, answers] : scripts) {
      if (!request.path().ends_with(path) || answers.empty()) continue;
      const Answer answer = std::move(answers.front());
      answers.pop_front();
      HttpOutcome outcome = co_await answer(std::move(request));
      co_return outcome;
    }
    co_return behave(request);
  }

  HttpOutcome behave(const HttpRequest& request) {
    const std::string_view path = request.path();
    if (path == protocol::discovery_path) return offer();
    if (path == "/ws/v2") {
      return UpgradeToWebSocket{[this](WebSocket socket) { return serve(std::move(socket)); }, {}};
    }
    if (path == protocol::path::tenant_token) return token();
    if (request.fields.get("Authorization") != "Bearer " + valid_token) {
      return failure(99991663);
    }
    if (request.method == "GET") {
      return success({{"items", listed}, {"has_more", false}});
    }
    accept(request);
    return success({{"message_id", "om_of_the_bot"}});
  }

  HttpResponse offer() {
    ++offers;
    const protocol::DiscoveryAnswer answer{
        .code = 0,
        .msg = "ok",
        .url = fmt::format("ws://{}/ws/v2?fpid=493&device_id={}&access_key=k3y&service_id=33554678"
                           "&ticket=t1cket",
                           address.to_string(), 7000 + offers),
        .client_config = client_config};
    return {.status = 200, .fields = {}, .body = encode(answer)};
  }
  HttpResponse token() {
    valid_token = "t-" + std::to_string(++tokens);
    return {.status = 200,
            .fields = {},
            .body = fmt::format(R"({{"code":0,"msg":"ok","tenant_access_token":"{}","expire":{}}})",
                                valid_token, token_life_s)};
  }
  static HttpResponse success(boost::json::object data) {
    return {.status = 200,
            .fields = {},
            .body = serialize(
                boost::json::object{{"code", 0}, {"msg", "success"}, {"data", std::move(data)}})};
  }

  awaitable<void> serve(WebSocket socket) {
    connections.push_back(std::make_unique<Connection>(std::move(socket)));
    Connection& connection = *connections.back();
    for (;;) {
      auto message = co_await connection.socket.read();
      if (!message) break;
      receive(connection, protocol::decode(message->bytes).value());
    }
    connection.close_code = connection.socket.end().close_code;
    connection.ended = true;
  }
  void receive(Connection& connection, protocol::Frame frame) {
    if (frame.header("type") != "ping") {
      connection.frames.push_back(std::move(frame));
      return;
    }
    connection.pings.push_back(world.clock().now());
    if (!answers_pings) return;
    push(connection, protocol::make_pong(frame.service, serialize(to_json(client_config))));
  }
  static awaitable<void> send(Connection& connection, std::string bytes) {
    co_await connection.socket.send_binary(std::move(bytes));
  }
  static awaitable<void> say(Connection& connection, std::string text) {
    co_await connection.socket.send_text(std::move(text));
  }

  int offers = 0;
  int tokens = 0;
  std::string valid_token;
  std::set<std::string> uuids;
  std::map<std::string, std::deque<Answer>> scripts;
  std::unique_ptr<Listener> listener;
  HttpHandler handler = [this](HttpRequest request) { return handle(std::move(request)); };
  TaskGroup tasks{world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }};
};

}  // namespace stormlark
