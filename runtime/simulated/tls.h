#pragma once

#include "runtime/clock.h"
#include "runtime/prng.h"
#include "runtime/tls.h"

namespace stormlark {

/// TLS without cryptography, for a simulated process: one round trip in which the server shows a
/// certificate and the client judges it as OpenSSL would, in the records of TLS; then the bytes
/// pass as they are, and the end of the transport is the end of the stream.
class SimulatedTls final : public Tls {
 public:
  /// Certificates are valid or expired by `clock`, which must outlive the clients. Authorities are
  /// told apart by names drawn from `random`.
  SimulatedTls(const Clock& clock, Prng random);

  /// Nobody is trusted but whom `extra_ca_pem` names.
  Result<TlsClient> make_client(std::string_view extra_ca_pem = {}) override;
  std::unique_ptr<TlsAuthority> make_authority() override;

 private:
  const Clock& clock_;
  Prng random_;
};

}  // namespace stormlark
