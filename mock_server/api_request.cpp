#include "mock_server/api_request.h"

#include "protocol/api.h"
#include "protocol/discovery.h"

namespace stormlark::mock {
namespace {

namespace operation = protocol::operation;
namespace path = protocol::path;

struct Route {
  std::string_view method;
  std::string_view prefix;
  bool has_id = false;
  std::string_view suffix;  ///< after the id
  std::string_view operation;
};

constexpr Route routes[] = {
    {"POST", protocol::discovery_path, false, "", operation::discovery},
    {"POST", path::tenant_token, false, "", operation::tenant_token},
    {"POST", path::app_token, false, "", operation::app_token},
    {"GET", path::bot_info, false, "", operation::bot_info},
    {"POST", path::messages, false, "", operation::message_create},
    {"GET", path::messages, false, "", operation::message_list},
    {"POST", path::messages, true, "/reply", operation::message_reply},
    {"GET", path::messages, true, "", operation::message_get},
    {"GET", path::chats, true, "", operation::chat_get},
};

/// The id in `prefix/id/suffix`; empty for a route without one, nothing when the path is another.
std::optional<std::string_view> match(const Route& route, std::string_view path) {
  if (!path.starts_with(route.prefix)) return std::nullopt;
  path.remove_prefix(route.prefix.size());
  if (!route.has_id) return path.empty() ? std::optional(path) : std::nullopt;
  if (!path.starts_with('/') || !path.ends_with(route.suffix)) return std::nullopt;
  path.remove_prefix(1);
  path.remove_suffix(std::min(path.size(), route.suffix.size()));
  if (path.empty() || path.find('/') != path.npos) return std::nullopt;
  return path;
}

}  // namespace

std::string ApiRequest::query(std::string_view key) const {
  return url_of(http).query(key);
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
  for (const Route& candidate : routes) {
    if (request.method != candidate.method) continue;
    const auto id = match(candidate, path);
    if (id) return ApiRequest{std::string(candidate.operation), std::string(*id), request};
  }
  return std::nullopt;
}

}  // namespace stormlark::mock
