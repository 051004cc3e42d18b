#include "mock_server/control/pages.h"

#include <algorithm>
#include <string>

namespace stormlark::mock {
namespace {

constexpr PageFile no_console{
    "/", "text/html; charset=utf-8",
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Stormlark</title>"
    "<h1>The console is not in this build</h1>"
    "<p>It is built where npm is there, and npm was not, or could not fetch the console's "
    "packages. "
    "Install Node.js 18 or newer with npm (on Debian: <code>apt-get install nodejs npm</code>), "
    "configure again (<code>cmake --preset release</code>) and build <code>stormlark</code>.</p>"
    "<p>Everything that it does can be done over this port's API: "
    "<a href=\"/v1/openapi.json\">/v1/openapi.json</a>.</p></html>"};

/// Scripts and styles of this port alone, nothing from elsewhere, and no page around it.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

HttpResponse shown(const PageFile& file) {
  return {200,
          {{"Content-Type", std::string(file.content_type)},
           {"Content-Security-Policy", policy},
           {"X-Content-Type-Options", "nosniff"},
           {"Referrer-Policy", "no-referrer"},
           {"Cache-Control", "no-cache"}},
          std::string(file.bytes)};
}

}  // namespace

std::optional<HttpResponse> Pages::answer(const HttpRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const auto file = std::ranges::find(files_, request.path(), &PageFile::path);
  if (file != files_.end()) return shown(*file);
  if (files_.empty() && request.path() == "/") return shown(no_console);
  return std::nullopt;
}

}  // namespace stormlark::mock
