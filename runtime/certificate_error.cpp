#include "runtime/certificate_error.h"

#include <openssl/x509.h>

namespace stormlark {
namespace {

class CertificateCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "certificate"; }
  std::string message(int value) const override { return X509_verify_cert_error_string(value); }
};

const CertificateCategory& category() {
  static const CertificateCategory only;
  return only;
}

}  // namespace

boost::system::error_code certificate_error(long verdict) {
  return {static_cast<int>(verdict), category()};
}

bool is_certificate_error(const boost::system::error_code& ec) {
  return ec.category() == category();
}

}  // namespace stormlark
