#include "mock_server/control/control_routes.h"

#include "protocol/json.h"
#include "runtime/duration.h"

#include <stdexcept>

#include <boost/json/serialize.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

const std::string not_an_object = "the body is not a JSON object";

/// Nothing for a body that is no object; an empty body is an empty object.
std::optional<json::object> members_of(const HttpRequest& request, const ControlRoute& route) {
  if (!route.has_body()) return from_query(request.target, route.takes);
  if (request.body.empty()) return json::object();
  const auto body = protocol::parse_object(request.body);
  if (!body) return std::nullopt;
  return *body;
}

awaitable<HttpOutcome> ready(HttpResponse response) {
  co_return response;
}

}  // namespace

const std::string& ControlCall::name(std::string_view which) const {
  return named(names, which);
}

std::string ControlCall::text(std::string_view member, std::string_view otherwise) const {
  return protocol::string_at(members, member).value_or(std::string(otherwise));
}

int ControlCall::integer(std::string_view member, int otherwise) const {
  return static_cast<int>(protocol::integer_at(members, member).value_or(otherwise));
}

bool ControlCall::flag(std::string_view member) const {
  const json::value* const value = members.if_contains(member);
  return value && value->is_bool() && value->get_bool();
}

Clock::duration ControlCall::span(std::string_view member, Clock::duration otherwise) const {
  return parse_duration(text(member)).value_or(otherwise);
}

HttpResponse control_answer(const json::object& body, unsigned status) {
  return {status,
          {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          json::serialize(body)};
}

HttpResponse control_complaint(unsigned status, const std::string& problem) {
  return control_answer({{"error", problem}}, status);
}

ControlHandler at_once(std::function<HttpResponse(const ControlCall&)> serve) {
  return [serve = std::move(serve)](ControlCall call) { return ready(serve(call)); };
}

ControlRoutes::Found ControlRoutes::find(const HttpRequest& request) const {
  Found found;
  for (const ControlRoute& route : routes_) {
    auto names = match_path(route.pattern, request.path());
    if (!names) continue;
    if (route.method == request.method) return {&route, std::move(*names), {}};
    found.methods.push_back(route.method);
  }
  return found;
}

HttpResponse ControlRoutes::refuse(const HttpRequest& request, const Found& found) const {
  const std::string asked = request.method + " " + std::string(request.path());
  if (!found.methods.empty()) {
    const std::string allowed = fmt::format("{}", fmt::join(found.methods, ", "));
    HttpResponse refusal = control_complaint(405, asked + ": the path takes " + allowed);
    refusal.fields.add("Allow", allowed);
    return refusal;
  }
  std::vector<std::string> known;
  for (const ControlRoute& route : routes_) {
    known.push_back(fmt::format("{} {}", route.method, braced(route.pattern)));
  }
  return control_complaint(404,
                           fmt::format("unknown: {}; known: {}", asked, fmt::join(known, ", ")));
}

awaitable<HttpOutcome> ControlRoutes::answer(HttpRequest request) const {
  Found found = find(request);
  if (!found.route) co_return refuse(request, found);
  auto members = members_of(request, *found.route);
  if (!members) co_return control_complaint(400, not_an_object);
  const std::string problem = problem_with(*members, found.route->takes);
  if (!problem.empty()) co_return control_complaint(400, problem);
  ControlCall call{std::move(request), std::move(found.names), std::move(*members)};
  try {
    auto outcome = co_await found.route->serve(std::move(call));
    co_return outcome;
  } catch (const std::invalid_argument& mistake) {
    co_return control_complaint(400, mistake.what());
  }
}

std::string braced(std::string_view pattern) {
  std::string path;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const std::string_view segment = next_segment(pattern);
    const bool name = segment.starts_with(':');
    path += name ? fmt::format("/{{{}}}", segment.substr(1)) : fmt::format("/{}", segment);
  }
  return path.empty() ? "/" : path;
}

}  // namespace stormlark::mock
