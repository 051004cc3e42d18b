#pragma once

#include "runtime/http.h"
#include "runtime/url.h"

#include <optional>
#include <string>
#include <string_view>

namespace stormlark::mock {

/// A request whose path the HTTP API knows.
struct ApiRequest {
  std::string operation;  ///< of protocol::operation
  std::string id;         ///< the path's `:id`, where it has one
  HttpRequest http;

  /// A query parameter, percent-decoded; empty when absent.
  std::string query(std::string_view key) const;
};

/// Path and query as a URL of no particular origin, for its query.
Url url_of(const HttpRequest& request);

/// The path without doubled slashes in front and without one at its end: clients append paths to a
/// domain as they find it.
std::string_view tidy_path(const HttpRequest& request);

/// Finds the operation by method and path; nothing for what the platform would answer with 404.
std::optional<ApiRequest> route(const HttpRequest& request);

}  // namespace stormlark::mock
