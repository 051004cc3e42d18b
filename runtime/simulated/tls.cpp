#include "runtime/simulated/tls.h"

#include "runtime/simulated/certificate.h"
#include "runtime/simulated/tls_record.h"

#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/pemerr.h>
#include <openssl/ssl.h>

namespace stormlark {
namespace {

constexpr std::string_view pem_begin = "-----BEGIN CERTIFICATE-----\n";
constexpr std::string_view pem_end = "\n-----END CERTIFICATE-----\n";
constexpr std::size_t name_digits = 16;

// Whom a text in PEM names.
std::vector<std::string> authorities_in(std::string_view pem) {
  std::vector<std::string> names;
  for (;;) {
    const auto begin = pem.find(pem_begin);
    if (begin == pem.npos) return names;
    pem.remove_prefix(begin + pem_begin.size());
    const auto end = pem.find(pem_end);
    if (end == pem.npos) return names;
    names.emplace_back(pem.substr(0, end));
    pem.remove_prefix(end);
  }
}

class SimulatedClient final : public TlsClient::Handshake {
 public:
  SimulatedClient(const Clock& clock, std::vector<std::string> trusted)
      : clock_(clock), trusted_(std::move(trusted)) {}

  awaitable<Result<Stream>> connect(Stream transport, std::string host) const override;

 private:
  const Clock& clock_;
  std::vector<std::string> trusted_;
};

awaitable<Result<Stream>> SimulatedClient::connect(Stream transport, std::string host) const {
  const auto greeted = co_await write_handshake(transport, host);
  if (!greeted) co_return greeted.error();
  const auto shown = co_await read_handshake(transport);
  if (!shown) co_return shown.error();
  const auto certificate = SimulatedCertificate::from_text(*shown);
  if (!certificate) co_return certificate.error();
  const error_code refusal = certificate->judge(trusted_, host, clock_.wall_now());
  if (refusal) {
    co_await write_alert(transport);
    co_return refusal;
  }
  const auto agreed = co_await write_handshake(transport, "finished");
  if (!agreed) co_return agreed.error();
  co_return transport;
}

class SimulatedServer final : public TlsServer::Handshake {
 public:
  explicit SimulatedServer(SimulatedCertificate certificate)
      : certificate_(std::move(certificate)) {}

  awaitable<Result<Stream>> accept(Stream transport) const override;

 private:
  SimulatedCertificate certificate_;
};

awaitable<Result<Stream>> SimulatedServer::accept(Stream transport) const {
  const auto greeting = co_await read_handshake(transport);
  if (!greeting) co_return greeting.error();
  const auto shown = co_await write_handshake(transport, certificate_.to_text());
  if (!shown) co_return shown.error();
  const auto agreement = co_await read_handshake(transport);
  if (!agreement) co_return agreement.error();
  co_return transport;
}

class SimulatedAuthority final : public TlsAuthority {
 public:
  SimulatedAuthority(std::string name, Clock::wall_time_point now)
      : name_(std::move(name)), now_(now), pem_(std::string(pem_begin).append(name_) += pem_end) {}

  const std::string& certificate_pem() const override { return pem_; }
  TlsServer make_server(const std::vector<std::string>& hosts) const override {
    return TlsServer(std::make_shared<SimulatedServer>(
        SimulatedCertificate{.issuer = name_,
                             .valid_from = now_ - std::chrono::hours(1),
                             .valid_until = now_ + std::chrono::hours(24 * 7),
                             .hosts = hosts}));
  }

 private:
  std::string name_;
  Clock::wall_time_point now_;
  std::string pem_;
};

}  // namespace

// Errors are told in OpenSSL's words, whether or not the process has used OpenSSL before.
SimulatedTls::SimulatedTls(const Clock& clock, Prng random) : clock_(clock), random_(random) {
  OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS | OPENSSL_INIT_LOAD_CRYPTO_STRINGS |
                       OPENSSL_INIT_NO_LOAD_CONFIG,
                   nullptr);
}

Result<TlsClient> SimulatedTls::make_client(std::string_view extra_ca_pem) {
  auto trusted = authorities_in(extra_ca_pem);
  if (trusted.empty() && !extra_ca_pem.empty()) {
    return error_code(static_cast<int>(ERR_PACK(ERR_LIB_PEM, 0, PEM_R_NO_START_LINE)),
                      asio::error::get_ssl_category());
  }
  return TlsClient(std::make_shared<SimulatedClient>(clock_, std::move(trusted)));
}

std::unique_ptr<TlsAuthority> SimulatedTls::make_authority() {
  return std::make_unique<SimulatedAuthority>("simulated-authority-" + random_.hex(name_digits),
                                              clock_.wall_now());
}

}  // namespace stormlark
