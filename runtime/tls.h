#pragma once

#include "runtime/stream.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark {

/// TLS as a client, verification always on.
class TlsClient {
 public:
  /// The client's side of a handshake, as a world does it.
  class Handshake {
   public:
    virtual ~Handshake() = default;
    virtual awaitable<Result<Stream>> connect(Stream transport, std::string host) const = 0;
  };

  explicit TlsClient(std::shared_ptr<const Handshake> handshake)
      : handshake_(std::move(handshake)) {}

  /// Handshakes over `transport`, checks the chain and that it names `host`, a DNS name (also sent
  /// as SNI) or an address literal. Where the check fails, the error says what is wrong with the
  /// certificate. Without a deadline of its own.
  awaitable<Result<Stream>> connect(Stream transport, std::string host) const;

 private:
  std::shared_ptr<const Handshake> handshake_;
};

/// TLS as a server.
class TlsServer {
 public:
  /// The server's side of a handshake, as a world does it.
  class Handshake {
   public:
    virtual ~Handshake() = default;
    virtual awaitable<Result<Stream>> accept(Stream transport) const = 0;
  };

  explicit TlsServer(std::shared_ptr<const Handshake> handshake)
      : handshake_(std::move(handshake)) {}

  /// Handshakes over `transport`. Without a deadline of its own.
  awaitable<Result<Stream>> accept(Stream transport) const;

 private:
  std::shared_ptr<const Handshake> handshake_;
};

/// A certificate authority made at start, for servers on this machine. Its key never leaves memory.
class TlsAuthority {
 public:
  virtual ~TlsAuthority() = default;
  /// What clients are told to trust.
  virtual const std::string& certificate_pem() const = 0;
  /// A server with a certificate for these DNS names and address literals.
  virtual TlsServer make_server(const std::vector<std::string>& hosts) const = 0;
};

/// TLS as a world has it.
class Tls {
 public:
  virtual ~Tls() = default;

  /// A client that trusts whom the system trusts and, where given, the certificates in
  /// `extra_ca_pem`. Fails when that text holds no certificate.
  virtual Result<TlsClient> make_client(std::string_view extra_ca_pem = {}) = 0;

  /// An authority whose certificates are valid from an hour ago for a week.
  virtual std::unique_ptr<TlsAuthority> make_authority() = 0;
};

}  // namespace stormlark
