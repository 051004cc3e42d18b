#include "runtime/http.h"

#include <algorithm>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>

namespace stormlark {
namespace {

namespace beast = boost::beast;

void append_fields(std::string& wire, const HttpFields& fields) {
  for (const auto& [name, value] : fields) wire += name + ": " + value + "\r\n";
  wire += "\r\n";
}

}  // namespace

void HttpFields::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

std::string_view HttpFields::get(std::string_view name) const {
  const auto same = [name](const auto& field) { return beast::iequals(field.first, name); };
  const auto found = std::find_if(fields_.begin(), fields_.end(), same);
  if (found == fields_.end()) return {};
  return found->second;
}

bool HttpFields::has(std::string_view name) const {
  const auto same = [name](const auto& field) { return beast::iequals(field.first, name); };
  return std::any_of(fields_.begin(), fields_.end(), same);
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
  const auto reason = beast::http::obsolete_reason(beast::http::int_to_status(response.status));
  std::string wire = "HTTP/1.1 " + std::to_string(response.status) + " ";
  wire.append(reason.data(), reason.size()).append("\r\n");
  append_fields(wire, response.fields);
  return wire + response.body;
}

}  // namespace stormlark
