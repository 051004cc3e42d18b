#include "mock_server/control/loopback.h"

#include "runtime/url.h"

namespace stormlark::mock {

std::string refusal_of(const HttpRequest& request) {
  const std::string here = "http://" + std::string(request.fields.get("Host"));
  const auto url = parse_url(here);
  if (!url || !is_loopback(url->host)) {
    return "Host: only localhost, 127.0.0.1 and [::1] are answered";
  }
  const std::string_view origin = request.fields.get("Origin");
  if (origin.empty() || origin == here) return {};
  return "Origin: pages of " + std::string(origin) + " may not call this; only those of " + here +
         " may";
}

}  // namespace stormlark::mock
