#include "runtime/openssl_tls.h"

#include "runtime/certificate_error.h"
#include "runtime/endpoint.h"
#include "runtime/local_authority.h"

#include <ctime>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace stormlark {
namespace {

namespace ssl = asio::ssl;

// A Stream as ssl::stream wants it.
class Transport : public Stream {
 public:
  using lowest_layer_type = Transport;
  explicit Transport(Stream stream) : Stream(std::move(stream)) {}
  lowest_layer_type& lowest_layer() { return *this; }
};

class TlsStream final : public ByteStream {
 public:
  TlsStream(Stream transport, ssl::context& context) : tls_(std::move(transport), context) {}

  SSL* native() { return tls_.native_handle(); }
  awaitable<error_code> handshake(ssl::stream_base::handshake_type side) {
    auto [ec] = co_await tls_.async_handshake(side, use_tuple);
    co_return ec;
  }

  asio::any_io_executor get_executor() override { return tls_.get_executor(); }
  void read_some(asio::mutable_buffer to, IoHandler done) override {
    tls_.async_read_some(to, std::move(done));
  }
  void write_some(asio::const_buffer from, IoHandler done) override {
    tls_.async_write_some(from, std::move(done));
  }
  void shutdown(EndHandler done) override;
  void close() override { transport().close(); }
  void reset() override { transport().reset(); }

 private:
  ByteStream& transport() { return tls_.next_layer().bytes(); }
  const ByteStream& transport() const { return const_cast<TlsStream*>(this)->transport(); }

  ssl::stream<Transport> tls_;
};

// OpenSSL ends both sides at once and would wait for the peer's close_notify. We end ours alone, as
// TCP does, so OpenSSL is told for the moment of the call that the other one has come.
void TlsStream::shutdown(EndHandler done) {
  const int state = SSL_get_shutdown(native());
  auto slot = asio::get_associated_cancellation_slot(done);
  auto end_transport = [this, done = std::move(done)](error_code ec) mutable {
    if (ec) return std::move(done)(ec);
    transport().shutdown(std::move(done));
  };
  SSL_set_shutdown(native(), state | SSL_RECEIVED_SHUTDOWN);
  tls_.async_shutdown(asio::bind_cancellation_slot(slot, std::move(end_transport)));
  SSL_set_shutdown(native(), state | SSL_SENT_SHUTDOWN);
}

// Where the check of the certificate failed, that is what was wrong.
error_code explained(error_code ec, SSL* handshaken) {
  const long verdict = SSL_get_verify_result(handshaken);
  if (!ec || verdict == X509_V_OK) return ec;
  return certificate_error(verdict);
}

// Whom the peer must be. False where that is no name: OpenSSL would then check none.
bool expect_host(SSL* connection, const std::string& host) {
  X509_VERIFY_PARAM* checks = SSL_get0_param(connection);
  if (is_address_literal(host)) return X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) == 1;
  X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(checks, host.data(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(connection, host.c_str()) == 1;
}

void set_protocol(ssl::context& context) {
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
}

class OpensslClient final : public TlsClient::Handshake {
 public:
  explicit OpensslClient(const Clock& clock) : clock_(clock) {}

  Result<void> trust(std::string_view extra_ca_pem);
  awaitable<Result<Stream>> connect(Stream transport, std::string host) const override;

 private:
  const Clock& clock_;
  mutable ssl::context context_{ssl::context::tls_client};
};

Result<void> OpensslClient::trust(std::string_view extra_ca_pem) {
  error_code ec;
  set_protocol(context_);
  context_.set_verify_mode(ssl::verify_peer, ec);
  if (!ec) context_.set_default_verify_paths(ec);
  if (!ec && !extra_ca_pem.empty()) {
    context_.add_certificate_authority(asio::buffer(extra_ca_pem), ec);
  }
  if (ec) return ec;
  return {};
}

awaitable<Result<Stream>> OpensslClient::connect(Stream transport, std::string host) const {
  auto stream = std::make_unique<TlsStream>(std::move(transport), context_);
  const auto now = Clock::wall_time_point::clock::to_time_t(clock_.wall_now());
  X509_VERIFY_PARAM_set_time(SSL_get0_param(stream->native()), now);
  if (!expect_host(stream->native(), host)) {
    co_return certificate_error(X509_V_ERR_HOSTNAME_MISMATCH);
  }
  const error_code ec = co_await stream->handshake(ssl::stream_base::client);
  if (ec) co_return explained(ec, stream->native());
  co_return Stream(std::move(stream));
}

class OpensslServer final : public TlsServer::Handshake {
 public:
  explicit OpensslServer(const TlsIdentity& identity);

  awaitable<Result<Stream>> accept(Stream transport) const override;

 private:
  mutable ssl::context context_{ssl::context::tls_server};
};

OpensslServer::OpensslServer(const TlsIdentity& identity) {
  set_protocol(context_);
  SSL_CTX_set_session_cache_mode(context_.native_handle(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context_.native_handle(), 0);  // every handshake is a full one
  context_.use_certificate_chain(asio::buffer(identity.certificate_pem));
  context_.use_private_key(asio::buffer(identity.private_key_pem), ssl::context::pem);
}

awaitable<Result<Stream>> OpensslServer::accept(Stream transport) const {
  auto stream = std::make_unique<TlsStream>(std::move(transport), context_);
  const error_code ec = co_await stream->handshake(ssl::stream_base::server);
  if (ec) co_return ec;
  co_return Stream(std::move(stream));
}

class OpensslAuthority final : public TlsAuthority {
 public:
  explicit OpensslAuthority(Clock::wall_time_point now) : authority_(now) {}

  const std::string& certificate_pem() const override { return authority_.certificate_pem(); }
  TlsServer make_server(const std::vector<std::string>& hosts) const override {
    return TlsServer(std::make_shared<OpensslServer>(authority_.issue(hosts)));
  }

 private:
  LocalAuthority authority_;
};

}  // namespace

Result<TlsClient> OpensslTls::make_client(std::string_view extra_ca_pem) {
  auto client = std::make_shared<OpensslClient>(clock_);
  const auto trusted = client->trust(extra_ca_pem);
  if (!trusted) return trusted.error();
  return TlsClient(std::move(client));
}

std::unique_ptr<TlsAuthority> OpensslTls::make_authority() {
  return std::make_unique<OpensslAuthority>(clock_.wall_now());
}

}  // namespace stormlark
