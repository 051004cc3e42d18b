#include "runtime/local_authority.h"

#include "runtime/endpoint.h"

#include <array>
#include <ctime>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace stormlark {
namespace {

template <auto free_function>
struct FreeWith {
  template <class T>
  void operator()(T* object) const {
    free_function(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

// OpenSSL answers with null or 0 only when memory or entropy is out, or when we misuse it.
template <class T>
T must(T answer, const char* what) {
  if (!answer) throw std::runtime_error(std::string("OpenSSL cannot ") + what);
  return answer;
}

Key make_key() {
  return Key(must(EVP_EC_gen("P-256"), "make an EC key"));
}

// Unpredictable, as clients remember the pairs of issuer and serial that they have met.
void set_serial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  must(RAND_bytes(bytes.data(), bytes.size()) == 1, "draw a serial number");
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7fU) | 0x40U);  // positive, no leading zero
  BIGNUM* number = must(BN_bin2bn(bytes.data(), bytes.size(), nullptr), "make a serial number");
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
  BN_free(number);
}

void set_name(X509_NAME* name, const char* common_name) {
  const auto* text = reinterpret_cast<const unsigned char*>(common_name);
  must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0), "set a name");
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(
      must(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), "make an extension"));
  must(X509_add_ext(certificate, extension.get(), -1), "add an extension");
}

std::string to_pem(auto write) {
  const Bio bio(must(BIO_new(BIO_s_mem()), "make a buffer"));
  must(write(bio.get()), "write PEM");
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

std::string pem_of(X509* certificate) {
  return to_pem([certificate](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

std::string pem_of(EVP_PKEY* key) {
  return to_pem([key](BIO* bio) {
    return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

std::string alternative_names(const std::vector<std::string>& hosts) {
  std::string names;
  for (const auto& host : hosts) {
    if (!names.empty()) names += ",";
    names += (is_address_literal(host) ? "IP:" : "DNS:") + host;
  }
  return names;
}

// A certificate with everything but its extensions and its signature.
Certificate draft(EVP_PKEY* key, const char* common_name, Clock::wall_time_point now) {
  constexpr long before = -60L * 60;
  constexpr long after = 7L * 24 * 60 * 60;
  Certificate certificate(must(X509_new(), "make a certificate"));
  std::time_t begin = Clock::wall_time_point::clock::to_time_t(now);
  X509_set_version(certificate.get(), X509_VERSION_3);
  set_serial(certificate.get());
  X509_time_adj(X509_getm_notBefore(certificate.get()), before, &begin);
  X509_time_adj(X509_getm_notAfter(certificate.get()), after, &begin);
  must(X509_set_pubkey(certificate.get(), key), "set a public key");
  set_name(X509_get_subject_name(certificate.get()), common_name);
  return certificate;
}

}  // namespace

struct LocalAuthority::Impl {
  Clock::wall_time_point now;
  Key key;
  Certificate certificate;
  std::string certificate_pem;
};

LocalAuthority::LocalAuthority(Clock::wall_time_point now)
    : impl_(std::make_unique<Impl>(now, make_key())) {
  impl_->certificate = draft(impl_->key.get(), "Stormlark local authority", now);
  X509* own = impl_->certificate.get();
  X509_set_issuer_name(own, X509_get_subject_name(own));
  add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(own, own, NID_subject_key_identifier, "hash");
  must(X509_sign(own, impl_->key.get(), EVP_sha256()), "sign a certificate");
  impl_->certificate_pem = pem_of(own);
}

LocalAuthority::~LocalAuthority() = default;
LocalAuthority::LocalAuthority(LocalAuthority&&) noexcept = default;

const std::string& LocalAuthority::certificate_pem() const {
  return impl_->certificate_pem;
}

TlsIdentity LocalAuthority::issue(const std::vector<std::string>& hosts) const {
  X509* issuer = impl_->certificate.get();
  const Key key = make_key();
  const Certificate certificate = draft(key.get(), "Stormlark local server", impl_->now);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
  add_extension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(certificate.get(), issuer, NID_ext_key_usage, "serverAuth");
  add_extension(certificate.get(), issuer, NID_subject_key_identifier, "hash");
  add_extension(certificate.get(), issuer, NID_authority_key_identifier, "keyid");
  add_extension(certificate.get(), issuer, NID_subject_alt_name, alternative_names(hosts));
  must(X509_sign(certificate.get(), impl_->key.get(), EVP_sha256()), "sign a certificate");
  return {pem_of(certificate.get()), pem_of(key.get())};
}

}  // namespace stormlark
