#include "mock_server/api/request.h"

#include "protocol/json.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <boost/beast/core/string.hpp>

namespace stormlark::mock {
namespace {

std::string_view last_segment(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// What a path must have in common with a pattern: the method, how many segments, and the last of
/// them, which is empty where the pattern ends with a name.
using Shape = std::tuple<std::string_view, std::ptrdiff_t, std::string_view>;

Shape shape(std::string_view method, std::string_view path, std::string_view last) {
  return {method, std::ranges::count(path, '/'), last};
}

/// The operations of a shape: a few of dozens.
const std::vector<const Operation*>& operations_of(const Shape& wanted) {
  static const std::map<Shape, std::vector<const Operation*>> by_shape = [] {
    std::map<Shape, std::vector<const Operation*>> table;
    for (const Operation& one : operations()) {
      const std::string_view last = last_segment(one.pattern);
      const std::string_view literal = last.starts_with(':') ? std::string_view() : last;
      table[shape(one.method, one.pattern, literal)].push_back(&one);
    }
    return table;
  }();
  static const std::vector<const Operation*> none;
  const auto found = by_shape.find(wanted);
  return found == by_shape.end() ? none : found->second;
}

}  // namespace

const std::string& ApiRequest::id(std::string_view name) const {
  return named(ids, name);
}

std::string ApiRequest::query(std::string_view key) const {
  auto values = queries(key);
  return values.empty() ? std::string() : std::move(values.front());
}

std::vector<std::string> ApiRequest::queries(std::string_view key) const {
  std::vector<std::string> values;
  for (auto& [name, value] : query_parameters(http.target)) {
    if (name == key) values.push_back(std::move(value));
  }
  return values;
}

HttpRequest in_origin_form(HttpRequest request, const std::string& door) {
  using boost::beast::iequals;
  const std::size_t scheme_end = request.target.find("://");
  if (scheme_end == std::string::npos) return request;
  const std::string_view scheme = std::string_view(request.target).substr(0, scheme_end);
  if (!iequals(scheme, "http") && !iequals(scheme, "https")) return request;
  const std::size_t origin_end = request.target.find_first_of("/?", scheme_end + 3);
  request.target.erase(0, origin_end);
  if (!request.target.starts_with('/')) request.target.insert(0, "/");
  HttpFields fields{{"Host", door}};
  for (const auto& [name, value] : request.fields) {
    if (!iequals(name, "Host")) fields.add(name, value);
  }
  request.fields = std::move(fields);
  return request;
}

Url url_of(const HttpRequest& request) {
  Url url;
  url.target = request.target;
  return url;
}

std::string_view tidy_path(const HttpRequest& request) {
  std::string_view path = request.path();
  while (path.starts_with("//")) path.remove_prefix(1);
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

std::optional<ApiRequest> route(const HttpRequest& request) {
  const std::string_view path = tidy_path(request);
  const Operation* found = nullptr;
  PathNames ids;
  for (const std::string_view last : {last_segment(path), std::string_view()}) {
    for (const Operation* candidate : operations_of(shape(request.method, path, last))) {
      auto fitting = match_path(candidate->pattern, path);
      if (!fitting || (found && fitting->size() >= ids.size())) continue;
      found = candidate;
      ids = std::move(*fitting);
    }
  }
  if (!found) return std::nullopt;
  return ApiRequest{.operation = std::string(found->name),
                    .http = request,
                    .ids = std::move(ids),
                    .json = protocol::parse_object(request.body)};
}

}  // namespace stormlark::mock
