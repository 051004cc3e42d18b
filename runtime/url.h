#pragma once

#include <string>
#include <string_view>

#include "runtime/network.h"

namespace stormlark {

/// An absolute http, https, ws or wss URL.
struct Url {
  std::string scheme;
  std::string host;
  std::uint16_t port = 0;      ///< the scheme's default where the text named none
  std::string target = "/";    ///< path and query

  bool secure() const { return scheme == "https" || scheme == "wss"; }
  Endpoint endpoint() const { return {host, port}; }
  /// `host` or `host:port`, as a Host field wants it: without the scheme's default port.
  std::string authority() const;
  /// `scheme://authority`.
  std::string origin() const { return scheme + "://" + authority(); }
  /// The value of a query parameter, percent-decoded; empty when absent.
  std::string query(std::string_view key) const;
  /// The same origin with another target.
  Url with_target(std::string other) const;
};

/// Fails with `invalid_argument` for anything that is not an absolute URL of a known scheme.
Result<Url> parse_url(std::string_view text);

}  // namespace stormlark
