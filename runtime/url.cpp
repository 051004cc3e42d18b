#include "runtime/url.h"

#include <algorithm>
#include <charconv>

#include <boost/asio/ip/address.hpp>
#include <boost/system/errc.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace stormlark {
namespace {

namespace urls = boost::urls;

std::optional<std::uint16_t> default_port(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return 80;
  if (scheme == "https" || scheme == "wss") return 443;
  return std::nullopt;
}

std::string bracketed(const std::string& host) {
  const bool ipv6 = host.find(':') != std::string::npos;
  return ipv6 ? "[" + host + "]" : host;
}

// An explicit port must be a usable number; `http://host:/` has an empty one, which means none.
std::optional<std::uint16_t> port_of(std::string_view text, std::string_view scheme) {
  if (text.empty()) return default_port(scheme);
  std::uint16_t port = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (ec != std::errc() || port == 0) return std::nullopt;
  return port;
}

// Boost 1.81 takes the four numbers in front of a name such as `127.0.0.1.example.com` for the
// host, and forgets the rest.
bool read_whole(std::string_view text, const urls::url_view& url) {
  const std::size_t begin = text.find("://") + 3;
  const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
  return std::string_view(url.encoded_authority()) == text.substr(begin, end - begin);
}

}  // namespace

std::string Url::authority() const {
  if (port == default_port(scheme)) return bracketed(host);
  return authority_of(endpoint());
}

std::string Url::query(std::string_view key) const {
  const auto parsed = urls::parse_origin_form(target);
  if (!parsed) return {};
  const auto params = parsed->params();
  const auto found = params.find(key);
  if (found == params.end()) return {};
  return (*found).value;
}

Url Url::with_target(std::string other) const {
  Url url = *this;
  url.target = std::move(other);
  return url;
}

Result<Url> parse_url(std::string_view text) {
  const error_code invalid = make_error_code(boost::system::errc::invalid_argument);
  const auto parsed = urls::parse_uri(text);
  if (!parsed || parsed->encoded_host().empty()) return invalid;
  if (!read_whole(text, *parsed)) return invalid;

  const std::string scheme(urls::to_string(parsed->scheme_id()));
  const auto port = port_of(parsed->port(), scheme);
  if (!default_port(scheme) || !port) return invalid;

  Url url;
  url.scheme = scheme;
  url.host = parsed->host_address();
  url.port = *port;
  url.target = parsed->encoded_target();
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  url.user_info = parsed->userinfo();
  return url;
}

std::string authority_of(const Endpoint& endpoint) {
  return bracketed(endpoint.host) + ":" + std::to_string(endpoint.port);
}

bool is_loopback(const std::string& host) {
  error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  return host == "localhost" || (!not_an_address && address.is_loopback());
}

}  // namespace stormlark
