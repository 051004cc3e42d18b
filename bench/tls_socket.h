#pragma once

#include "bench/plain_socket.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace stormlark::bench {

/// What TLS clients share: the authority they trust. Each handshake is a full one.
class TlsContext {
 public:
  explicit TlsContext(const std::string& authority_pem);
  SSL_CTX* native() const { return context_.get(); }

 private:
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
};

/// A blocking connection to loopback, with TLS where a context is given.
class ClientSocket {
 public:
  ClientSocket(std::uint16_t port, const TlsContext* tls);

  void send(std::string_view bytes);
  /// The next byte, or the next `count` bytes; throws at the end of the stream.
  char next();
  std::string next(std::size_t count);

 private:
  void fill();

  PlainSocket socket_;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_;
  std::string buffer_;
  std::size_t taken_ = 0;
};

}  // namespace stormlark::bench
