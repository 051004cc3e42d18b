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

constexpr std::size_t head_bytes = 512;  // of most messages

std::string with_room_for(const std::string& body) {
  std::string wire;
  wire.reserve(head_bytes + body.size());
  return wire;
}

void append(std::string& wire, const HttpFields& fields, const std::string& body) {
  for (const auto& [name, value] : fields) {
    wire.append(name).append(": ").append(value).append("\r\n");
  }
  wire.append("\r\n").append(body);
}

}  // namespace

void HttpFields::add(std::string name, std::string value) {
  constexpr std::size_t usual = 8;
  if (fields_.empty()) fields_.reserve(usual);
  fields_.emplace_back(std::move(name), std::move(value));
}

void HttpFields::set(std::string name, std::string value) {
  std::erase_if(fields_, NamedLike{name});
  add(std::move(name), std::move(value));
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
  std::string wire = with_room_for(request.body);
  wire.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\n");
  append(wire, request.fields, request.body);
  return wire;
}

std::string to_wire(const HttpResponse& response) {
  const auto status = beast::http::int_to_status(response.status);
  std::string wire = with_room_for(response.body);
  wire.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  if (status != beast::http::status::unknown) wire += beast::http::obsolete_reason(status);
  wire += "\r\n";
  append(wire, response.fields, response.body);
  return wire;
}

}  // namespace stormlark
