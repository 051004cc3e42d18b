#pragma once

#include "runtime/endpoint.h"
#include "runtime/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stormlark {

/// An absolute http, https, ws or wss URL.
struct Url {
  std::string scheme;
  std::string host;          ///< without brackets around an IPv6 literal
  std::uint16_t port = 0;    ///< the scheme's default where the text named none
  std::string target = "/";  ///< path and query
  std::string user_info;     ///< `user:password` where the text named them, percent-decoded

  bool secure() const { return scheme == "https" || scheme == "wss"; }
  Endpoint endpoint() const { return {host, port}; }
  /// `host` or `host:port`, as a Host field wants it: without the scheme's default port.
  std::string authority() const;
  /// `scheme://authority`.
  std::string origin() const { return scheme + "://" + authority(); }
  /// The value of a query parameter, percent-decoded; empty when absent.
  std::string query(std::string_view key) const;
};

/// The parameters of a target's query, in order, percent-decoded. What was not escaped and should
/// have been stands for itself.
std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view target);

/// Fails with `invalid_argument` for anything that is not an absolute URL of a known scheme.
Result<Url> parse_url(std::string_view text);

}  // namespace stormlark
