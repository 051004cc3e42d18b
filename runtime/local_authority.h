#pragma once

#include "runtime/clock.h"

#include <memory>
#include <string>
#include <vector>

namespace stormlark {

/// A certificate with its private key, both PEM.
struct TlsIdentity {
  std::string certificate_pem;
  std::string private_key_pem;
};

/// A certificate authority made at start, for servers on this machine. Its key never leaves memory.
class LocalAuthority {
 public:
  /// Valid from an hour before `now` for a week. Throws when OpenSSL fails.
  explicit LocalAuthority(Clock::wall_time_point now);
  ~LocalAuthority();
  LocalAuthority(LocalAuthority&&) noexcept;

  /// What clients are told to trust.
  const std::string& certificate_pem() const;
  /// A server certificate for these DNS names and address literals.
  TlsIdentity issue(const std::vector<std::string>& hosts) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stormlark
