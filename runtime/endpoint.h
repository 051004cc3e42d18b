#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stormlark {

/// A host name or address literal, and a port.
struct Endpoint {
  std::string host;  ///< without brackets around an IPv6 literal
  std::uint16_t port = 0;

  /// `host:port`, with brackets around an IPv6 literal.
  std::string to_string() const;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Reads `host:port`; an IPv6 literal may stand in brackets. Nothing where it is none.
std::optional<Endpoint> parse_endpoint(std::string_view text);

/// The host as URLs write it.
std::string bracketed(const std::string& host);

/// Whether the host is an address and no name.
bool is_address_literal(const std::string& host);

/// Whether a host name or an address can only mean this machine.
bool is_loopback(const std::string& host);

}  // namespace stormlark
