#include "runtime/url.h"

#include "runtime/number.h"

#include <algorithm>
#include <cctype>

#include <boost/system/errc.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/grammar/lut_chars.hpp>
#include <boost/url/params_view.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/pchars.hpp>
#include <boost/url/url_view.hpp>

namespace stormlark {
namespace {

namespace urls = boost::urls;

std::optional<std::uint16_t> default_port(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return 80;
  if (scheme == "https" || scheme == "wss") return 443;
  return std::nullopt;
}

// An explicit port must be a usable number; `http://host:/` has an empty one, which means none.
std::optional<std::uint16_t> port_of(std::string_view text, std::string_view scheme) {
  if (text.empty()) return default_port(scheme);
  const auto port = parse_number<std::uint16_t>(text);
  return port != 0 ? port : std::nullopt;
}

// Boost 1.81 takes the four numbers in front of a name such as `127.0.0.1.example.com` for the
// host, and forgets the rest.
bool read_whole(std::string_view text, const urls::url_view& url) {
  const std::size_t begin = text.find("://") + 3;
  const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
  return std::string_view(url.encoded_authority()) == text.substr(begin, end - begin);
}

// Escapes in a host may stand for anything.
bool is_printable(std::string_view host) {
  return std::ranges::none_of(host,
                              [](unsigned char byte) { return byte <= 0x20 || byte == 0x7f; });
}

constexpr std::size_t escape_length = 3;  // such as %41

bool begins_with_escape(std::string_view text) {
  if (!text.starts_with('%')) return false;
  const auto is_digit = [&](std::size_t i) {
    return i < text.size() && std::isxdigit(static_cast<unsigned char>(text[i]));
  };
  return is_digit(1) && is_digit(2);
}

}  // namespace

std::string Url::authority() const {
  if (port == default_port(scheme)) return bracketed(host);
  return endpoint().to_string();
}

std::string Url::query(std::string_view key) const {
  for (auto& [name, value] : query_parameters(target)) {
    if (name == key) return std::move(value);
  }
  return {};
}

std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view target) {
  constexpr auto good = urls::pchars + urls::grammar::lut_chars("/?");
  std::vector<std::pair<std::string, std::string>> found;
  const std::size_t mark = target.find('?');
  if (mark == target.npos) return found;  // as nearly all
  std::string query;
  for (std::string_view rest = target.substr(mark + 1); !rest.empty();) {
    const auto bad = std::ranges::find_if_not(rest, good);
    const std::size_t fit = static_cast<std::size_t>(bad - rest.begin());
    query += rest.substr(0, fit);
    rest.remove_prefix(fit);
    if (rest.empty()) break;
    const bool is_escape = begins_with_escape(rest);
    const std::string_view next = rest.substr(0, is_escape ? escape_length : 1);
    query += is_escape ? std::string(next) : urls::encode(next, good);
    rest.remove_prefix(next.size());
  }
  for (const auto& parameter : urls::params_view(query)) {
    found.emplace_back(parameter.key, parameter.value);
  }
  return found;
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
  if (!is_printable(url.host)) return invalid;
  url.port = *port;
  url.target = parsed->encoded_target();
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  url.user_info = parsed->userinfo();
  return url;
}

}  // namespace stormlark
