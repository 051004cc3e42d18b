#include "gateway/api/transport_failure.h"

#include "runtime/certificate_error.h"

namespace stormlark::gateway {

std::string transport_failure(const error_code& ec) {
  if (!is_certificate_error(ec)) return ec.message();
  return ec.message() + "; platform.url must be a name of the certificate, and platform.ca_file " +
         "hold its authority where the system does not trust it";
}

}  // namespace stormlark::gateway
