// Whatever arrives at the platform's front door: HTTP, the API behind it, upgrades, and WebSocket
// frames after those. `TOKEN` and `TICKET` stand for a good token and a good connection's URL,
// which nobody guesses, and `PAUSE` for a moment in which nothing is sent.
#include "mock_server/platform.h"
#include "protocol/api.h"
#include "protocol/discovery.h"
#include "runtime/manual_world.h"
#include "tests/support/run_to_end.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace stormlark;

class FrontDoor {
 public:
  FrontDoor() {
    mock::UserMessage question;
    question.chat = "alice";
    question.text = "hello";
    platform_.accept(question);
  }
  ~FrontDoor() { run_to_end(world_, platform_.stop(), 1h); }

  /// Sends the bytes and hears what comes, until the platform ends it or loses patience.
  std::string exchange(const std::string& bytes) {
    Stream stream = run_to_end(world_, world_.network().connect(door_)).value();
    std::string heard;
    TaskGroup tasks(world_.executor(), [](std::exception_ptr e) { std::rethrow_exception(e); });
    tasks.spawn(hear(stream, heard));
    tasks.spawn(say(world_.clock(), stream, bytes));
    world_.run_for(1s);
    stream.close();
    world_.run_until([&] { return tasks.empty(); }, 1h);
    return heard;
  }

  std::string token() {
    const AppOptions& app = platform_.app();
    return between(post(protocol::path::tenant_token,
                        R"({"app_id":")" + app.id + R"(","app_secret":")" + app.secret + R"("})"),
                   R"("tenant_access_token":")");
  }
  std::string ticket() {
    const AppOptions& app = platform_.app();
    const std::string body = protocol::encode(protocol::DiscoveryRequest{app.id, app.secret, {}});
    return "/ws/v2" + between(post(protocol::discovery_path, body), "/ws/v2");
  }

 private:
  using AppOptions = mock::AppOptions;

  std::string post(std::string_view path, const std::string& body) {
    return exchange("POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  static std::string between(const std::string& text, std::string_view before) {
    const std::size_t begin = text.find(before) + before.size();
    return text.substr(begin, text.find('"', begin) - begin);
  }
  static awaitable<void> hear(Stream& stream, std::string& heard) {
    std::string buffer(4096, 0);
    for (;;) {
      const auto n = co_await read_some(stream, asio::buffer(buffer));
      if (!n) co_return;
      heard.append(buffer, 0, *n);
    }
  }
  static awaitable<void> say(Clock& clock, Stream& stream, std::string bytes) {
    constexpr std::string_view pause = "PAUSE";
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t end = std::min(bytes.find(pause, at), bytes.size());
      const auto written = co_await write_all(stream, asio::buffer(&bytes[at], end - at));
      if (!written) co_return;
      co_await sleep_for(clock, 1ms);
      at = end + pause.size();
    }
  }

  ManualWorld world_;
  history::Recorder recorder_{world_.clock(), world_.executor()};
  mock::Platform platform_{world_, recorder_, {}};
  Endpoint door_ = platform_.listen("bot", {"platform.test", 0}).value();
};

void replace(std::string& text, std::string_view word, const std::string& with) {
  const std::size_t at = text.find(word);
  if (at != text.npos) text.replace(at, word.size(), with);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  FrontDoor door;
  if (bytes.find("TOKEN") != bytes.npos) replace(bytes, "TOKEN", door.token());
  if (bytes.find("TICKET") != bytes.npos) replace(bytes, "TICKET", door.ticket());
  door.exchange(bytes);
  return 0;
}
