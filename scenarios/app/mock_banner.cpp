#include "scenarios/app/mock_banner.h"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

using Variables = std::vector<std::pair<std::string, std::string>>;

/// Named as in the official samples; SDKs themselves read the authority's alone.
Variables environment_of(const MockFacts& facts) {
  const mock::AppOptions& app = facts.apps.front();
  Variables variables{
      {"APP_ID", app.id}, {"APP_SECRET", app.secret}, {"BASE_DOMAIN", facts.platform}};
  if (facts.ca_file.empty()) return variables;
  for (const char* name : {"NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"}) {
    variables.emplace_back(name, facts.ca_file);
  }
  return variables;
}

std::string exports(const MockFacts& facts) {
  std::string lines;
  for (const auto& [name, value] : environment_of(facts)) {
    lines += fmt::format("  export {}={}\n", name, value);
  }
  return lines;
}

std::string ways(const MockFacts& facts) {
  std::string text = fmt::format(
      "Which way suits which client:\n"
      "  Node 1.74 on  new lark.WSClient({{ appId, appSecret, domain: \"{0}\" }})\n"
      "  Python        lark.ws.Client(app_id, app_secret, domain=\"{0}\")\n"
      "  Go            larkws.NewClient(id, secret, larkws.WithDomain(\"{0}\"))\n",
      facts.platform);
  // Releases of the Node SDK up to 1.73.1 lose a port in the domain.
  const std::string domain = "http://open.feishu.cn";
  if (facts.ca_file.empty()) {
    text +=
        fmt::format("  Node to 1.73  http_proxy={} and domain: \"{}\"\n", facts.platform, domain);
  } else {
    text += "  Node to 1.73  only without tls: it needs the platform as its http_proxy\n";
  }
  return text;
}

}  // namespace

std::string banner(const MockFacts& facts) {
  std::string text = fmt::format("platform    {}\n", facts.platform);
  for (const mock::AppOptions& app : facts.apps) {
    text += fmt::format("app id      {}\napp secret  {}\n", app.id, app.secret);
  }
  text += fmt::format("control     {}  (a console for browsers; GET /v1/openapi.json)\n",
                      facts.control);
  if (!facts.ca_file.empty()) text += fmt::format("authority   {}\n", facts.ca_file);
  return text + "Environment of the official samples (Node, Python, Go):\n" + exports(facts) +
         ways(facts) + "Stop with Ctrl-C.\n";
}

std::string json_line(const MockFacts& facts) {
  json::array apps;
  for (const mock::AppOptions& app : facts.apps) {
    apps.push_back(
        json::object{{"id", app.id}, {"secret", app.secret}, {"bot_name", app.bot_name}});
  }
  json::object environment;
  for (const auto& [name, value] : environment_of(facts)) environment[name] = value;
  return json::serialize(json::object{{"platform", facts.platform},
                                      {"control", facts.control},
                                      {"ca_file", facts.ca_file},
                                      {"apps", std::move(apps)},
                                      {"environment", std::move(environment)}}) +
         "\n";
}

}  // namespace stormlark::scenarios
