#pragma once

#include "runtime/clock.h"
#include "runtime/prng.h"

#include <map>
#include <string>
#include <string_view>

namespace stormlark::mock {

/// Access tokens. Tenant and app token of an app are one string, as in the official samples.
class Tokens {
 public:
  Tokens(const Clock& clock, Prng random, Clock::duration life)
      : clock_(clock), random_(random), tickets_(random.fork("app tickets")), life_(life) {}

  struct Issued {
    std::string token;
    Clock::duration left{};
  };
  /// The same token again while more than a quarter of its life is left (the platform: 30 minutes
  /// of two hours), else a new one; the old one then lives on until its own end.
  Issued issue(const std::string& app_id);

  /// What a store app shows beside its secret; always the same.
  const std::string& app_ticket(const std::string& app_id);

  /// Whose token it is; empty for tokens that are unknown or have expired.
  std::string app_of(std::string_view token) const;

  /// Makes all tokens invalid at once; how many were valid.
  int expire_all();
  int valid() const;

 private:
  struct Grant {
    std::string app_id;
    Clock::time_point end;
  };

  const Clock& clock_;
  Prng random_;
  Prng tickets_;
  Clock::duration life_;
  std::map<std::string, Grant, std::less<>> grants_;  // by token
  std::map<std::string, std::string> current_;        // app id to its newest token
  std::map<std::string, std::string> app_tickets_;    // by app id
};

}  // namespace stormlark::mock
