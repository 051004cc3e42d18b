#pragma once

#include "mock_server/options.h"
#include "runtime/http_client.h"
#include "runtime/signal_flag.h"
#include "runtime/world.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace stormlark::mock {

/// Calls the addresses where apps want their events and callbacks.
class Webhooks {
 public:
  Webhooks(World& world, const PlatformOptions& options);

  /// The app, when it wants its events so; else null.
  const AppOptions* receiver(std::string_view app_id) const;

  struct Answer {
    unsigned status = 0;  ///< 0 where there was none in time
    std::string body{};
    std::string why{};  ///< there was none
  };
  /// Why the address does not answer for the app; empty where it does. Once it has done so it is
  /// not asked again.
  awaitable<std::string> doubt_about(const AppOptions& app);
  /// An event or a callback.
  awaitable<Answer> send(const AppOptions& app, std::string body);
  /// A legacy card callback, to the address for those.
  awaitable<Answer> send_card(const AppOptions& app, std::string body);

 private:
  static awaitable<Answer> post(HttpClient& client, std::string url, HttpRequest request);

  awaitable<std::string> ask_challenge(const AppOptions& app);
  HttpRequest request_of(std::string body);
  /// As the app's key wants it.
  std::string sealed(const AppOptions& app, std::string body);
  using Signature = std::string (*)(std::string_view timestamp, std::string_view nonce,
                                    std::string_view secret, std::string_view body);
  /// Adds the three headers by which a receiver knows the platform.
  void sign(HttpRequest& request, Signature signature, std::string_view secret);

  World& world_;
  const PlatformOptions& options_;
  Prng random_;
  /// Made where they are needed: reading whom the system trusts takes a while.
  struct Clients {
    Clients(World& world, Clock::duration deadline);

    Dialer dialer;
    HttpClient challenger;
    HttpClient events;
  };
  std::optional<Clients> clients_;
  std::set<std::string> verified_;  // app ids
  /// One that is under way, for all who want to know.
  struct Challenge {
    explicit Challenge(asio::any_io_executor executor) : settled(std::move(executor)) {}

    SignalFlag settled;
    std::string doubt;
  };
  std::map<std::string, std::shared_ptr<Challenge>> challenges_;  // by app
};

}  // namespace stormlark::mock
