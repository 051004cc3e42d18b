#pragma once

#include "mock_server/operations.h"
#include "mock_server/path_pattern.h"
#include "runtime/http.h"
#include "runtime/url.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

namespace stormlark::mock {

/// A request whose path the HTTP API knows. The request itself must outlive it.
struct ApiRequest {
  std::string operation;  ///< its name
  const HttpRequest& http;
  PathNames ids{};
  /// The body, whatever the request calls it; an error where it is not a JSON object.
  boost::system::result<boost::json::object> json = boost::json::object();

  /// What stands for `name`. The pattern has such a name.
  const std::string& id(std::string_view name) const;
  /// A query parameter, percent-decoded; empty when absent.
  std::string query(std::string_view key) const;
  /// All values of a query parameter that may be repeated.
  std::vector<std::string> queries(std::string_view key) const;
};

/// A request whose target is a whole URL, as clients send it to what they take for a proxy, becomes
/// one to the door (host and port) that it came through. Others stay as they are.
HttpRequest in_origin_form(HttpRequest request, const std::string& door);

/// Path and query as a URL of no particular origin, for its query.
Url url_of(const HttpRequest& request);

/// The path without doubled slashes in front and without one at its end: clients append paths to a
/// domain as they find it.
std::string_view tidy_path(const HttpRequest& request);

/// Finds the operation by method and path; nothing for what the platform would answer with 404.
/// Where several patterns fit, it is the one with the fewest names: `messages/mget` is no message.
std::optional<ApiRequest> route(const HttpRequest& request);

}  // namespace stormlark::mock
