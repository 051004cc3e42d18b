#include "bench/bots.h"

#include "protocol/discovery.h"
#include "protocol/frame.h"

#include <boost/json/parse.hpp>

namespace stormlark::bench {
namespace {

constexpr Clock::duration pong_patience = 10s;

}  // namespace

Url origin_at(std::uint16_t port) {
  return parse_url("http://127.0.0.1:" + std::to_string(port)).value();
}

Bots::Bots(World& world)
    : world_(world),
      dialer_(world.network(), world.tls().make_client().value(), {}),
      tasks_(world.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); }),
      all_ponged_(world.executor()) {}

awaitable<int> Bots::connect(std::uint16_t port, int count) {
  HttpClient client = make_client();
  for (int i = 0; i < count; ++i) {
    const Url url = co_await discover(client, port);
    WebSocket* const link = co_await open(url);
    tasks_.spawn(ack_all(*link));
  }
  co_return count;
}

awaitable<int> Bots::ping_all() {
  for (WebSocket& link : links_) {
    co_await link.send_binary(protocol::encode(protocol::make_ping(1)));
  }
  co_await all_ponged_.wait_for(world_.clock(), pong_patience);
  co_return pongs_;
}

awaitable<int> Bots::leave() {
  for (WebSocket& link : links_) link.abort();
  co_await tasks_.join();
  co_return 0;
}

awaitable<Url> Bots::discover(HttpClient& client, std::uint16_t port) {
  const mock::AppOptions app;
  HttpRequest request;
  request.method = "POST";
  request.target = std::string(protocol::discovery_path);
  request.body = R"({"AppID":")" + app.id + R"(","AppSecret":")" + app.secret + R"("})";
  const auto answer = co_await client.send(origin_at(port), std::move(request));
  const auto body = boost::json::parse(answer.value().body);
  co_return parse_url(std::string(body.at("data").at("URL").as_string())).value();
}

awaitable<WebSocket*> Bots::open(Url url) {
  auto stream = co_await world_.network().connect(url.endpoint());
  UpgradeRefusal refusal;
  auto link = co_await upgrade(world_.clock(), std::move(stream.value()), url, {}, {}, refusal);
  co_return &links_.emplace_back(std::move(link.value()));
}

awaitable<void> Bots::ack_all(WebSocket& link) {
  for (;;) {
    const auto message = co_await link.read();
    if (!message) co_return;
    const auto frame = protocol::decode(message->bytes);
    if (frame.value().method != protocol::method_data) {
      if (++pongs_ == static_cast<int>(links_.size())) all_ponged_.set();
      continue;
    }
    co_await link.send_binary(protocol::encode(protocol::make_ack(*frame, 200, 0)));
  }
}

}  // namespace stormlark::bench
