#pragma once

#include "mock_server/options.h"
#include "runtime/prng.h"
#include "runtime/url.h"

#include <map>
#include <string>
#include <string_view>

namespace stormlark::mock {

inline constexpr std::string_view long_connection_path = "/ws/v2";

/// What discovery hands out and an upgrade redeems: the secrets in the long connection's URL.
class Tickets {
 public:
  Tickets(const Clock& clock, Prng random, const PlatformOptions& options)
      : clock_(clock),
        random_(random),
        random_secrets_(random.fork("secrets of tickets")),
        options_(options) {}

  /// Path and query of a fresh URL. `fpid` stands first, because a widespread SDK loses the first
  /// parameter.
  std::string issue(const std::string& app_id);

  struct Redeemed {
    std::string app_id;
    std::string problem;  ///< why it is refused; empty when it is not
  };
  Redeemed redeem(const Url& url);

 private:
  struct Ticket {
    std::string app_id;
    Clock::time_point end;
    bool used = false;
  };
  /// They follow from the ticket, so that thousands of tickets need not keep theirs.
  struct Secrets {
    std::string access_key;
    std::string device_id;
  };
  Secrets secrets_of(std::string_view id) const;

  const Clock& clock_;
  Prng random_;
  Prng random_secrets_;
  const PlatformOptions& options_;
  std::map<std::string, Ticket> tickets_;
};

}  // namespace stormlark::mock
