#include "runtime/http.h"

#include <algorithm>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>

namespace stormlark {
namespace {

namespace beast = boost::beast;

struct NamedLike {
  std::string_view name;
  bool operator()(const auto& field) const { return beast::iequals(field.first, name); }
};

void append_fields(std::string& wire, const HttpFields& fields) {
  for (const auto& [name, value] : fields) wire += name + ": " + value + "\r\n";
  wire += "\r\n";
}

}  // namespace

void HttpFields::add(std::string name, std::string value) {
  constexpr std::size_t usual = 8;
  if (fields_.empty()) fields_.reserve(usual);
  fields_.emplace_back(std::move(name), std::move(value));
}

std::string_view HttpFields::get(std::string_view name) const {
  const auto found = std::find_if(begin(), end(), NamedLike{name});
  if (found == end()) return {};
  return found->second;
}

bool HttpFields::has(std::string_view name) const {
  return std::any_of(begin(), end(), NamedLike{name});
}

std::string_view HttpRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string to_wire(const HttpRequest& request) {
  std::string wire = request.method + " " + request.target + " HTTP/1.1\r\n";
  append_fields(wire, request.fields);
  return wire + request.body;
}

std::string to_wire(const HttpResponse& response) {
  const auto status = beast::http::int_to_status(response.status);
  std::string wire = "HTTP/1.1 " + std::to_string(response.status) + " ";
  if (status != beast::http::status::unknown) wire += beast::http::obsolete_reason(status);
  wire += "\r\n";
  append_fields(wire, response.fields);
  return wire + response.body;
}

}  // namespace stormlark
