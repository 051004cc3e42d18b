#include "gateway/api/transport_failure.h"

#include "runtime/certificate_error.h"

namespace stormlark::gateway {

std::string transport_failure(const error_code& ec) {
  if (!is_unknown_authority(ec)) return ec.message();
  return ec.message() + "; platform.ca_file names authorities to trust besides the system's";
}

}  // namespace stormlark::gateway
