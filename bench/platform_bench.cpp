// How fast the platform is, beside the least that a server on Beast does for the same clients.
//
// `pushes`: messages of users are accepted, pushed over a hundred connections and acked, with one
// underway on each. The floor echoes frames of the push's size over as many connections.
// `replies`: replies to messages over sixteen kept connections. The floor answers each request with
// a body as large as the platform's answer.
// `history`: pushes with the history written to a file, beside pushes without.

#include "bench/beast_floor.h"
#include "bench/loop_thread.h"
#include "bench/plain_file.h"
#include "bench/rounds.h"
#include "mock_server/platform.h"
#include "protocol/api.h"
#include "protocol/discovery.h"
#include "protocol/frame.h"
#include "runtime/http_client.h"
#include "runtime/task_group.h"
#include "runtime/websocket.h"

#include <optional>
#include <stdexcept>

#include <boost/json/parse.hpp>

namespace stormlark::bench {
namespace {

constexpr int connections = 100;
constexpr int callers = 16;
constexpr int exchanges = 10'000;
constexpr int rounds_of_a_case = 5;
const mock::AppOptions app;

mock::PlatformOptions options() {
  mock::PlatformOptions options;
  options.connections_max = connections;
  options.first_push_delay = 0ms;
  options.redelivery = {};
  return options;
}

/// The platform on a loop of its own. Each ack of a push brings the next message, until there were
/// enough of them.
class Served {
 public:
  explicit Served(const std::string& history_path = {}) {
    port_ = loop_.call([&] {
      World& world = loop_.world();
      recorder_.emplace(world.clock(), world.executor(), history_path);
      platform_.emplace(world, *recorder_, options());
      watching_ = recorder_->watch([this](const history::Record& record) {
        if (record.as<history::Acked>()) asio::post(loop_.world().executor(), [this] { acked(); });
      });
      return platform_->listen("bots", {"127.0.0.1", 0}).value().port;
    });
  }
  ~Served() {
    loop_.await(platform_->stop());
    loop_.call([this] {
      watching_.reset();
      platform_.reset();
      recorder_.reset();
    });
  }

  std::uint16_t port() const { return port_; }
  std::string write_message() {
    return loop_.call([this] { return accept(); });
  }

  Seconds push(int count) {
    std::future<void> done = all_acked_.emplace().get_future();
    const auto began = std::chrono::steady_clock::now();
    loop_.call([this, count] {
      left_ = count;
      for (int i = 0; i < connections; ++i) accept();
    });
    done.get();
    return std::chrono::steady_clock::now() - began;
  }

 private:
  std::string accept() {
    const std::string token = "m" + std::to_string(++messages_);
    return platform_->accept(
        {.chat = "alice", .user = {}, .text = token, .token = token, .app_id = {}});
  }
  void acked() {
    if (left_ <= 0) return;
    if (--left_ == 0) return all_acked_->set_value();
    if (left_ >= connections) accept();
  }

  LoopThread loop_;
  std::optional<history::Recorder> recorder_;
  std::optional<mock::Platform> platform_;
  std::shared_ptr<void> watching_;
  std::uint16_t port_ = 0;
  int messages_ = 0;
  int left_ = 0;
  std::optional<std::promise<void>> all_acked_;
};

/// Clients of both servers, all on one loop.
class Clients {
 public:
  Clients() {
    tasks_.emplace(world().executor(), [](std::exception_ptr e) { std::rethrow_exception(e); });
  }
  ~Clients() {
    loop_.await(leave());
    loop_.call([this] {
      links_.clear();
      tasks_.reset();
    });
  }

  template <class T>
  T await(awaitable<T> work) {
    return loop_.await(std::move(work));
  }

  /// Bots that ack whatever is pushed.
  awaitable<int> connect_bots(std::uint16_t port) {
    for (int i = 0; i < connections; ++i) {
      const Url url = co_await discover(port);
      WebSocket* const link = co_await open(url);
      tasks_->spawn(ack_all(*link));
    }
    co_return connections;
  }

  /// Sends frames, each when the one before it came back.
  awaitable<int> echo(std::uint16_t port, std::size_t bytes, int count) {
    if (echoes_.empty()) {
      for (int i = 0; i < connections; ++i) {
        WebSocket* const link =
            co_await open(parse_url("ws://127.0.0.1:" + std::to_string(port) + "/").value());
        echoes_.push_back(link);
      }
    }
    TaskGroup all(world().executor(), [](std::exception_ptr e) { std::rethrow_exception(e); });
    for (WebSocket* link : echoes_) all.spawn(echo_on(*link, bytes, count / connections));
    co_await all.join();
    co_return count;
  }

  /// Sends requests over a few kept connections.
  awaitable<int> call(Url origin, HttpRequest request, int count) {
    TaskGroup all(world().executor(), [](std::exception_ptr e) { std::rethrow_exception(e); });
    for (int i = 0; i < callers; ++i) all.spawn(call_on(origin, request, count / callers));
    co_await all.join();
    co_return count;
  }

  awaitable<HttpResponse> ask(Url origin, HttpRequest request) {
    HttpClient client(world().clock(), dialer_, {});
    auto answer = co_await client.send(std::move(origin), std::move(request));
    co_return std::move(answer.value());
  }

  static Url origin(std::uint16_t port) {
    return parse_url("http://127.0.0.1:" + std::to_string(port)).value();
  }

 private:
  World& world() { return loop_.world(); }

  awaitable<Url> discover(std::uint16_t port) {
    HttpRequest request;
    request.method = "POST";
    request.target = std::string(protocol::discovery_path);
    request.body = R"({"AppID":")" + app.id + R"(","AppSecret":")" + app.secret + R"("})";
    const HttpResponse answer = co_await ask(origin(port), std::move(request));
    const auto body = boost::json::parse(answer.body);
    co_return parse_url(std::string(body.at("data").at("URL").as_string())).value();
  }

  awaitable<WebSocket*> open(Url url) {
    auto stream = co_await world().network().connect(url.endpoint());
    UpgradeRefusal refusal;
    auto link = co_await upgrade(world().clock(), std::move(stream.value()), url, {}, {}, refusal);
    co_return &links_.emplace_back(std::move(link.value()));
  }

  static awaitable<void> ack_all(WebSocket& link) {
    for (;;) {
      const auto message = co_await link.read();
      if (!message) co_return;
      const auto frame = protocol::decode(message->bytes);
      if (frame.value().method != protocol::method_data) continue;
      co_await link.send_binary(protocol::encode(protocol::make_ack(*frame, 200, 0)));
    }
  }

  static awaitable<void> echo_on(WebSocket& link, std::size_t bytes, int count) {
    for (int i = 0; i < count; ++i) {
      co_await link.send_binary(std::string(bytes, 'x'));
      const auto back = co_await link.read();
      if (!back) throw std::runtime_error("the echo ended");
    }
  }

  awaitable<void> call_on(Url origin, HttpRequest request, int count) {
    HttpClient client(world().clock(), dialer_, {});
    for (int i = 0; i < count; ++i) {
      const auto answer = co_await client.send(origin, request);
      if (answer.value().status != 200) throw std::runtime_error("refused: " + answer->body);
    }
  }

  awaitable<int> leave() {
    for (WebSocket& link : links_) link.abort();
    co_await tasks_->join();
    co_return 0;
  }

  LoopThread loop_;
  Dialer dialer_{world().network(), world().tls().make_client().value(), {}};
  std::deque<WebSocket> links_;
  std::vector<WebSocket*> echoes_;
  std::optional<TaskGroup> tasks_;
};

template <class Work>
Seconds timed(Work work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - began;
}

/// How many bytes a push has on the wire; the floor's frames are as large.
constexpr std::size_t push_bytes = 900;

void pushes(benchmark::State& state) {
  Served served;
  BeastFloor floor("");
  Clients clients;
  clients.await(clients.connect_bots(served.port()));
  Rounds rounds;
  for (auto _ : state) {
    const Seconds least =
        timed([&] { clients.await(clients.echo(floor.port(), push_bytes, exchanges)); });
    const Seconds ours = served.push(exchanges);
    state.SetIterationTime(ours.count());
    rounds.add(ours, least);
  }
  rounds.report(state);
  state.counters["acks_per_second"] =
      benchmark::Counter(exchanges / (state.counters["median"].value / 1e3));
}

HttpRequest reply_to(const std::string& message, const std::string& token) {
  HttpRequest request;
  request.method = "POST";
  request.target = std::string(protocol::path::messages) + "/" + message + "/reply";
  request.fields = {{"Authorization", "Bearer " + token},
                    {"Content-Type", "application/json; charset=utf-8"}};
  request.body = R"({"msg_type":"text","content":"{\"text\":\"an answer\"}"})";
  return request;
}

std::string token_of(Clients& clients, std::uint16_t port) {
  HttpRequest request;
  request.method = "POST";
  request.target = std::string(protocol::path::tenant_token);
  request.body = R"({"app_id":")" + app.id + R"(","app_secret":")" + app.secret + R"("})";
  const HttpResponse answer = clients.await(clients.ask(Clients::origin(port), request));
  return std::string(boost::json::parse(answer.body).at("tenant_access_token").as_string());
}

void replies(benchmark::State& state) {
  Served served;
  Clients clients;
  const HttpRequest reply = reply_to(served.write_message(), token_of(clients, served.port()));
  const HttpResponse answer = clients.await(clients.ask(Clients::origin(served.port()), reply));
  BeastFloor floor(answer.body);
  Rounds rounds;
  for (auto _ : state) {
    const Seconds least = timed(
        [&] { clients.await(clients.call(Clients::origin(floor.port()), reply, exchanges)); });
    const Seconds ours = timed(
        [&] { clients.await(clients.call(Clients::origin(served.port()), reply, exchanges)); });
    state.SetIterationTime(ours.count());
    rounds.add(ours, least);
  }
  rounds.report(state);
  state.counters["replies_per_second"] =
      benchmark::Counter(exchanges / (state.counters["median"].value / 1e3));
}

void history(benchmark::State& state) {
  TemporaryFolder folder;
  Served silent;
  Served writing(folder.path() + "/history.jsonl");
  Clients of_silent;
  Clients of_writing;
  of_silent.await(of_silent.connect_bots(silent.port()));
  of_writing.await(of_writing.connect_bots(writing.port()));
  Rounds rounds;
  for (auto _ : state) {
    const Seconds without = silent.push(exchanges);
    const Seconds with = writing.push(exchanges);
    state.SetIterationTime(with.count());
    rounds.add(with, without);
  }
  rounds.report(state);
}

void as_rounds(benchmark::internal::Benchmark* a_case) {
  a_case->Iterations(rounds_of_a_case)->UseManualTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(pushes)->Apply(as_rounds);
BENCHMARK(replies)->Apply(as_rounds);
BENCHMARK(history)->Apply(as_rounds);

}  // namespace
}  // namespace stormlark::bench
