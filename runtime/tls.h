#pragma once

#include "runtime/clock.h"
#include "runtime/local_authority.h"
#include "runtime/stream.h"

#include <memory>
#include <string>
#include <string_view>

namespace stormlark {

/// TLS as a client, verification always on.
class TlsClient {
 public:
  /// Trusts the system's store and, where given, the certificates in `extra_ca_pem`. Certificates
  /// are valid or expired by `clock`, which must outlive the client.
  /// Fails when that text holds no certificate.
  static Result<TlsClient> create(const Clock& clock, std::string_view extra_ca_pem = {});

  /// Handshakes over `transport`, checks the chain and that it names `host`, a DNS name (also sent
  /// as SNI) or an address literal. Where the check fails, the error says what is wrong with the
  /// certificate. Without a deadline of its own.
  awaitable<Result<Stream>> connect(Stream transport, std::string host) const;

 private:
  struct Impl;
  explicit TlsClient(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

/// TLS as a server.
class TlsServer {
 public:
  /// Fails when the identity cannot be loaded.
  static Result<TlsServer> create(const TlsIdentity& identity);

  /// Handshakes over `transport`. Without a deadline of its own.
  awaitable<Result<Stream>> accept(Stream transport) const;

 private:
  struct Impl;
  explicit TlsServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

}  // namespace stormlark
