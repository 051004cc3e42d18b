#include "bench/tls_socket.h"

#include <stdexcept>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace stormlark::bench {
namespace {

constexpr std::size_t read_bytes_max = 16 * 1024;

void require(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(std::string("floor client: ") + what);
}

}  // namespace

TlsContext::TlsContext(const std::string& authority_pem)
    : context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(
      BIO_new_mem_buf(authority_pem.data(), static_cast<int>(authority_pem.size())), &BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> authority(
      PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free);
  require(authority != nullptr, "the authority is not a certificate");
  X509_STORE_add_cert(SSL_CTX_get_cert_store(native()), authority.get());
  SSL_CTX_set_verify(native(), SSL_VERIFY_PEER, nullptr);
}

ClientSocket::ClientSocket(std::uint16_t port, const TlsContext* tls)
    : socket_(PlainSocket::connect(port)), tls_(nullptr, &SSL_free) {
  if (!tls) return;
  tls_.reset(SSL_new(tls->native()));
  X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), "127.0.0.1");
  SSL_set_fd(tls_.get(), socket_.descriptor());
  require(SSL_connect(tls_.get()) == 1, "the TLS handshake failed");
}

void ClientSocket::send(std::string_view bytes) {
  if (!tls_) return socket_.send(bytes);
  const int n = SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
  require(n == static_cast<int>(bytes.size()), "cannot write");
}

char ClientSocket::next() {
  if (taken_ == buffer_.size()) fill();
  return buffer_[taken_++];
}

std::string ClientSocket::next(std::size_t count) {
  std::string bytes;
  while (bytes.size() < count) {
    if (taken_ == buffer_.size()) fill();
    const std::size_t n = std::min(count - bytes.size(), buffer_.size() - taken_);
    bytes.append(buffer_, taken_, n);
    taken_ += n;
  }
  return bytes;
}

void ClientSocket::fill() {
  taken_ = 0;
  if (tls_) {
    buffer_.resize(read_bytes_max);
    const int n = SSL_read(tls_.get(), buffer_.data(), static_cast<int>(buffer_.size()));
    buffer_.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  } else {
    buffer_ = socket_.receive(read_bytes_max);
  }
  require(!buffer_.empty(), "the platform closed the connection");
}

}  // namespace stormlark::bench
