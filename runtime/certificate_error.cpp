#include "runtime/certificate_error.h"

#include <openssl/x509.h>

namespace stormlark {
namespace {

class CertificateCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "certificate"; }
  std::string message(int value) const override { return X509_verify_cert_error_string(value); }
};

}  // namespace

boost::system::error_code certificate_error(long verdict) {
  static const CertificateCategory category;
  return {static_cast<int>(verdict), category};
}

}  // namespace stormlark
