// How fast the platform is, beside the least that a server on Beast does for the same clients.
//
// `pushes`: messages of users are accepted, pushed over a hundred connections and acked, with one
// underway on each. The floor echoes frames of the push's size over as many connections.
// `replies`: replies to messages over sixteen kept connections. The floor answers each request with
// a body as large as the platform's answer.
// `history`: pushes with the history written to a file, beside pushes without.
// `push_to_ack_at_half_load`: how long acks take when half as many messages come as could.
// `crowd`: as many long connections as descriptors allow, with the clients in a process of their
// own: what one costs, whether it is served, and how long acks take beside a hundred connections.

#include "bench/beast_floor.h"
#include "bench/bots.h"
#include "bench/plain_file.h"
#include "bench/rounds.h"
#include "bench/served_platform.h"
#include "protocol/api.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

#include <boost/json/parse.hpp>

#include <sys/resource.h>
#include <unistd.h>

namespace stormlark::bench {
namespace {

constexpr int connections = 100;
constexpr int callers = 16;
constexpr int exchanges = 10'000;
constexpr int rounds_of_a_case = 5;
const mock::AppOptions app;

/// Clients of both servers, all on one loop.
class Clients {
 public:
  Clients() {
    loop_.call([this] { bots_.emplace(loop_.world()); });
  }
  ~Clients() {
    loop_.await(bots_->leave());
    loop_.call([this] { bots_.reset(); });
  }

  template <class T>
  T await(awaitable<T> work) {
    return loop_.await(std::move(work));
  }

  awaitable<int> connect_bots(std::uint16_t port) { return bots_->connect(port, connections); }

  /// Sends frames, each when the one before it came back.
  awaitable<int> echo(std::uint16_t port, std::size_t bytes, int count) {
    while (echoes_.size() < connections) {
      const auto url = parse_url("ws://127.0.0.1:" + std::to_string(port) + "/");
      WebSocket* const link = co_await bots_->open(url.value());
      echoes_.push_back(link);
    }
    TaskGroup all(loop_.world().executor(),
                  [](std::exception_ptr e) { std::rethrow_exception(e); });
    for (WebSocket* link : echoes_) all.spawn(echo_on(*link, bytes, count / connections));
    co_await all.join();
    co_return count;
  }

  /// Sends requests over a few kept connections.
  awaitable<int> call(std::uint16_t port, HttpRequest request, int count) {
    TaskGroup all(loop_.world().executor(),
                  [](std::exception_ptr e) { std::rethrow_exception(e); });
    for (int i = 0; i < callers; ++i) all.spawn(call_on(port, request, count / callers));
    co_await all.join();
    co_return count;
  }

  awaitable<HttpResponse> ask(std::uint16_t port, HttpRequest request) {
    HttpClient client = bots_->make_client();
    auto answer = co_await client.send(origin_at(port), std::move(request));
    co_return std::move(answer.value());
  }

 private:
  static awaitable<void> echo_on(WebSocket& link, std::size_t bytes, int count) {
    for (int i = 0; i < count; ++i) {
      co_await link.send_binary(std::string(bytes, 'x'));
      const auto back = co_await link.read();
      if (!back) throw std::runtime_error("the echo ended");
    }
  }

  awaitable<void> call_on(std::uint16_t port, HttpRequest request, int count) {
    HttpClient client = bots_->make_client();
    for (int i = 0; i < count; ++i) {
      const auto answer = co_await client.send(origin_at(port), request);
      if (answer.value().status != 200) throw std::runtime_error("refused: " + answer->body);
    }
  }

  LoopThread loop_;
  std::optional<Bots> bots_;
  std::vector<WebSocket*> echoes_;
};

/// As many bots as descriptors allow, in a process of their own.
class Crowd {
 public:
  Crowd(std::uint16_t port, int count) {
    const std::string program =
        std::filesystem::read_symlink("/proc/self/exe").replace_filename("crowd");
    process_ = loop_.call([&] {
      return loop_.world()
          .processes()
          .spawn({.command = {program, std::to_string(port), std::to_string(count)}})
          .value();
    });
    const auto line = loop_.await(process_->read_line_out());
    if (!line) throw std::runtime_error("the crowd ended early");
    std::istringstream(*line) >> open_ >> answered_;
  }
  ~Crowd() {
    loop_.call([this] { process_.reset(); });
  }

  int open() const { return open_; }
  /// How many of them had their ping answered.
  int answered() const { return answered_; }

 private:
  LoopThread loop_;
  std::unique_ptr<Process> process_;
  int open_ = 0;
  int answered_ = 0;
};

/// How many bytes a push has on the wire; the floor's frames are as large.
constexpr std::size_t push_bytes = 900;

void pushes(benchmark::State& state) {
  ServedPlatform served(connections);
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
  const HttpResponse answer = clients.await(clients.ask(port, request));
  return std::string(boost::json::parse(answer.body).at("tenant_access_token").as_string());
}

void replies(benchmark::State& state) {
  ServedPlatform served(connections);
  Clients clients;
  const HttpRequest reply = reply_to(served.write_message(), token_of(clients, served.port()));
  const HttpResponse answer = clients.await(clients.ask(served.port(), reply));
  BeastFloor floor(answer.body);
  Rounds rounds;
  for (auto _ : state) {
    const Seconds least =
        timed([&] { clients.await(clients.call(floor.port(), reply, exchanges)); });
    const Seconds ours =
        timed([&] { clients.await(clients.call(served.port(), reply, exchanges)); });
    state.SetIterationTime(ours.count());
    rounds.add(ours, least);
  }
  rounds.report(state);
  state.counters["replies_per_second"] =
      benchmark::Counter(exchanges / (state.counters["median"].value / 1e3));
}

void history(benchmark::State& state) {
  TemporaryFolder folder;
  ServedPlatform silent(connections);
  ServedPlatform writing(connections, folder.path() + "/history.jsonl");
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

void push_to_ack_at_half_load(benchmark::State& state) {
  ServedPlatform served(connections);
  Clients clients;
  clients.await(clients.connect_bots(served.port()));
  served.push(exchanges);  // warm
  const double full = exchanges / served.push(exchanges).count();
  std::vector<double> latencies;
  for (auto _ : state) latencies = served.push_to_ack(full / 2, exchanges);
  state.counters["pushes_per_second"] = full / 2;
  state.counters["p50_us"] = quantile(latencies, 0.5);
  state.counters["p99_us"] = quantile(latencies, 0.99);
}

/// What the process has in memory now.
double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double size = 0;
  double resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

/// Lets this process and its children have all the descriptors that they may: gives nine tenths of
/// them, at most as many as one address has ports for.
int make_room_for_crowd() {
  constexpr rlim_t ports = 18'000;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<int>(std::min(limit.rlim_cur / 10 * 9, ports));
}

void crowd(benchmark::State& state) {
  constexpr double messages_per_second = 500;
  constexpr int messages = 2'000;
  const auto p99 = [](ServedPlatform& served) {
    return quantile(served.push_to_ack(messages_per_second, messages), 0.99);
  };
  for (auto _ : state) {
    ServedPlatform few(connections);
    const Crowd hundred(few.port(), connections);
    const int size = make_room_for_crowd();
    ServedPlatform many(size);
    const double before = resident_bytes();
    const Crowd all(many.port(), size);
    state.counters["resident_bytes_each"] = (resident_bytes() - before) / size;
    state.counters["open"] = all.open();
    state.counters["pings_answered"] = all.answered();
    const double p99_few = p99(few);
    const double p99_many = p99(many);
    state.counters["p99_us"] = p99_many;
    state.counters["ratio"] = p99_many / p99_few;
  }
}

void as_rounds(benchmark::internal::Benchmark* a_case) {
  a_case->Iterations(rounds_of_a_case)->UseManualTime()->Unit(benchmark::kMillisecond);
}

// First, while nothing has been given back that it could use again.
BENCHMARK(crowd)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(pushes)->Apply(as_rounds);
BENCHMARK(replies)->Apply(as_rounds);
BENCHMARK(history)->Apply(as_rounds);
BENCHMARK(push_to_ack_at_half_load)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stormlark::bench
