#include "runtime/certificate_error.h"

#include <algorithm>
#include <array>

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

bool is_unknown_authority(const boost::system::error_code& ec) {
  constexpr std::array verdicts = {
      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
      X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN};
  return ec.category() == category() && std::ranges::find(verdicts, ec.value()) != verdicts.end();
}

}  // namespace stormlark
