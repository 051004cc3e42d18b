#include "runtime/endpoint.h"

#include "runtime/number.h"
#include "runtime/result.h"

#include <boost/asio/ip/address.hpp>

namespace stormlark {

std::string Endpoint::to_string() const {
  return bracketed(host) + ":" + std::to_string(port);
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
  if (!port) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return Endpoint{std::string(host), *port};
}

std::string bracketed(const std::string& host) {
  const bool ipv6 = host.find(':') != std::string::npos;
  return ipv6 ? "[" + host + "]" : host;
}

bool is_address_literal(const std::string& host) {
  error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  return !not_an_address;
}

bool is_loopback(const std::string& host) {
  error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  return host == "localhost" || (!not_an_address && address.is_loopback());
}

}  // namespace stormlark
