#include "mock_server/api/request.h"

#include <algorithm>
#include <map>

#include <boost/beast/core/string.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace stormlark::mock {
namespace {

auto slashes_in(std::string_view path) {
  return std::ranges::count(path, '/');
}

/// The operations of a method whose patterns have as many segments as the path: a few of dozens.
const std::vector<const Operation*>& candidates(std::string_view method, std::string_view path) {
  using Shape = std::pair<std::string_view, std::ptrdiff_t>;
  using ByShape = std::map<Shape, std::vector<const Operation*>>;
  static const ByShape by_shape = [] {
    ByShape table;
    for (const Operation& one : operations()) {
      table[{one.method, slashes_in(one.pattern)}].push_back(&one);
    }
    return table;
  }();
  static const std::vector<const Operation*> none;
  const auto found = by_shape.find({method, slashes_in(path)});
  return found == by_shape.end() ? none : found->second;
}

}  // namespace

const std::string& ApiRequest::id(std::string_view name) const {
  return named(ids, name);
}

std::string ApiRequest::query(std::string_view key) const {
  return url_of(http).query(key);
}

std::vector<std::string> ApiRequest::queries(std::string_view key) const {
  std::vector<std::string> values;
  const auto parsed = boost::urls::parse_origin_form(http.target);
  if (!parsed) return values;
  for (const auto& parameter : parsed->params()) {
    if (parameter.key == key) values.push_back(parameter.value);
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
  for (const Operation* candidate : candidates(request.method, path)) {
    auto fitting = match_path(candidate->pattern, path);
    if (!fitting || (found && fitting->size() >= ids.size())) continue;
    found = candidate;
    ids = std::move(*fitting);
  }
  if (!found) return std::nullopt;
  return ApiRequest{std::string(found->name), request, std::move(ids)};
}

}  // namespace stormlark::mock
