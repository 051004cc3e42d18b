#pragma once

#include "runtime/clock.h"
#include "runtime/tls.h"

namespace stormlark {

/// TLS by OpenSSL, which draws its own random numbers and reads the system's certificates.
class OpensslTls final : public Tls {
 public:
  /// Certificates are valid or expired by `clock`, which must outlive the clients.
  explicit OpensslTls(const Clock& clock) : clock_(clock) {}

  Result<TlsClient> make_client(std::string_view extra_ca_pem = {}) override;
  /// Throws when OpenSSL fails.
  std::unique_ptr<TlsAuthority> make_authority() override;

 private:
  const Clock& clock_;
};

}  // namespace stormlark
