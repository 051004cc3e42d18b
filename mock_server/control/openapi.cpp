#include "mock_server/control/openapi.h"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/json/array.hpp>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

json::object parameter(std::string_view name, std::string_view in, bool required,
                       json::object schema) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema)}};
}

json::array parameters_of(const ControlRoute& route) {
  json::array parameters;
  for (std::string_view rest = route.pattern; !rest.empty();) {
    const std::string_view segment = next_segment(rest);
    if (!segment.starts_with(':')) continue;
    parameters.push_back(parameter(segment.substr(1), "path", true, {{"type", "string"}}));
  }
  for (const Member& header : route.headers) {
    parameters.push_back(parameter(header.name, "header", header.required, schema_of(header)));
  }
  if (route.has_body()) return parameters;
  for (const Member& member : route.takes) {
    parameters.push_back(parameter(member.name, "query", member.required, schema_of(member)));
  }
  return parameters;
}

json::object content(std::string_view media, json::object schema) {
  return {{media, json::object{{"schema", std::move(schema)}}}};
}

json::object answers_of(const ControlRoute& route) {
  const bool is_json = route.media == "application/json";
  json::object schema = is_json ? schema_of(route.gives) : json::object{{"type", "string"}};
  // What is given may grow; what is taken may not.
  schema.erase("additionalProperties");
  const json::object mistake{{"$ref", "#/components/responses/Mistake"}};
  return {{"200", json::object{{"description", "It is done"},
                               {"content", content(route.media, std::move(schema))}}},
          {"4XX", mistake}};
}

json::object operation_of(const ControlRoute& route) {
  json::object operation{{"operationId", route.id}, {"summary", route.summary}};
  json::array parameters = parameters_of(route);
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  if (route.has_body() && !route.takes.empty()) {
    operation["requestBody"] =
        json::object{{"content", content("application/json", schema_of(route.takes))}};
  }
  operation["responses"] = answers_of(route);
  return operation;
}

json::object mistake() {
  const json::object error{{"type", "string"}, {"description", "What is wrong, and the cure"}};
  const json::object schema{{"type", "object"},
                            {"properties", json::object{{"error", error}}},
                            {"required", json::array{"error"}}};
  return {{"description", "The request is wrong"},
          {"content", content("application/json", schema)}};
}

}  // namespace

json::object openapi(const ControlRoutes& routes) {
  json::object paths;
  for (const ControlRoute& route : routes.all()) {
    json::value& path = paths[braced(route.pattern)];
    if (path.is_null()) path.emplace_object();
    const std::string method = boost::algorithm::to_lower_copy(std::string(route.method));
    path.as_object()[method] = operation_of(route);
  }
  return {{"openapi", "3.1.0"},
          {"info", json::object{{"title", "Stormlark mock platform: control API"},
                                {"version", "1"},
                                {"description", "What people and tests do to the platform."}}},
          {"paths", std::move(paths)},
          {"components", json::object{{"responses", json::object{{"Mistake", mistake()}}}}}};
}

}  // namespace stormlark::mock
