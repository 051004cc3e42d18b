#include "runtime/simulated/certificate.h"

#include "runtime/certificate_error.h"
#include "runtime/endpoint.h"

#include <algorithm>
#include <sstream>

#include <boost/algorithm/string/predicate.hpp>

#include <openssl/x509_vfy.h>

namespace stormlark {
namespace {

using std::chrono::seconds;

long long seconds_of(Clock::wall_time_point instant) {
  return std::chrono::duration_cast<seconds>(instant.time_since_epoch()).count();
}

}  // namespace

error_code SimulatedCertificate::judge(const std::vector<std::string>& issuers,
                                       const std::string& host, Clock::wall_time_point now) const {
  if (std::ranges::find(issuers, issuer) == issuers.end()) {
    return certificate_error(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  }
  const auto is_host = [&host](const std::string& name) {
    return boost::algorithm::iequals(name, host);
  };
  if (std::ranges::none_of(hosts, is_host)) {
    return certificate_error(is_address_literal(host) ? X509_V_ERR_IP_ADDRESS_MISMATCH
                                                      : X509_V_ERR_HOSTNAME_MISMATCH);
  }
  if (now < valid_from) return certificate_error(X509_V_ERR_CERT_NOT_YET_VALID);
  if (now > valid_until) return certificate_error(X509_V_ERR_CERT_HAS_EXPIRED);
  return {};
}

std::string SimulatedCertificate::to_text() const {
  std::ostringstream text;
  text << issuer << ' ' << seconds_of(valid_from) << ' ' << seconds_of(valid_until);
  for (const std::string& host : hosts) text << ' ' << host;
  return text.str();
}

Result<SimulatedCertificate> SimulatedCertificate::from_text(const std::string& text) {
  std::istringstream words(text);
  SimulatedCertificate certificate;
  long long from = 0;
  long long until = 0;
  if (!(words >> certificate.issuer >> from >> until)) {
    return make_error_code(boost::system::errc::bad_message);
  }
  certificate.valid_from = Clock::wall_time_point(seconds(from));
  certificate.valid_until = Clock::wall_time_point(seconds(until));
  for (std::string host; words >> host;) certificate.hosts.push_back(host);
  return certificate;
}

}  // namespace stormlark
