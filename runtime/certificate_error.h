#pragma once

#include <boost/system/error_code.hpp>

namespace stormlark {

/// What is wrong with a certificate, from OpenSSL's `X509_V_ERR_…`, in its words: `hostname
/// mismatch`.
boost::system::error_code certificate_error(long verdict);

/// Whether it is one of those, and says that nobody who is trusted vouches for the certificate.
bool is_unknown_authority(const boost::system::error_code& ec);

}  // namespace stormlark
