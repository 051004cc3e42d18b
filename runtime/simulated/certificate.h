#pragma once

#include "runtime/clock.h"

#include <string>
#include <vector>

namespace stormlark {

/// What a server shows in a simulated handshake.
struct SimulatedCertificate {
  std::string issuer;
  Clock::wall_time_point valid_from;
  Clock::wall_time_point valid_until;
  std::vector<std::string> hosts;

  /// What a client that trusts `issuers` and wants `host` finds wrong with it, as OpenSSL would.
  error_code judge(const std::vector<std::string>& issuers, const std::string& host,
                   Clock::wall_time_point now) const;

  std::string to_text() const;
  /// Fails when `text` is not that of a certificate.
  static Result<SimulatedCertificate> from_text(const std::string& text);
};

}  // namespace stormlark
