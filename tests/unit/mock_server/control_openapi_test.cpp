// Holds the description of the control API against what it does.
#include "tests/unit/mock_server/control_fixture.h"

#include <algorithm>

#include <boost/algorithm/string/case_conv.hpp>

namespace stormlark::mock {
namespace {

namespace json = boost::json;

class ControlOpenApiTest : public ControlTest {
 protected:
  void SetUp() override {
    ControlTest::SetUp();
    document = call("GET", "/v1/openapi.json");
  }

  /// The path with names that nobody has.
  static std::string target_of(std::string path) {
    for (std::size_t at; (at = path.find('{')) != path.npos;) {
      path.replace(at, path.find('}') - at + 1, "unknown");
    }
    return path;
  }

  /// Calls `visit(method, path, operation)` for each documented call.
  template <class Visit>
  void each(Visit visit) {
    for (const auto& path : document.at("paths").as_object()) {
      for (const auto& operation : path.value().as_object()) {
        visit(boost::algorithm::to_upper_copy(std::string(operation.key())),
              std::string(path.key()), operation.value().as_object());
      }
    }
  }

  /// A value of the schema's type, or of none of its types.
  static json::value sample(const json::object& schema, bool good) {
    const json::value* const type = schema.if_contains("type");
    if (schema.contains("enum")) return good ? schema.at("enum").at(0) : json::value("no-word");
    if (!type || *type == "string") return good ? json::value("1s") : json::value(json::array());
    if (*type == "integer") return good ? json::value(schema.at("minimum")) : json::value("x");
    if (*type == "boolean") return good ? json::value(true) : json::value("x");
    if (*type == "array") return good ? json::value(json::array()) : json::value("x");
    return good ? json::value(json::object()) : json::value("x");
  }

  static const json::object* body_schema(const json::object& operation) {
    const json::value* const body = operation.if_contains("requestBody");
    return body ? &body->at("content").at("application/json").at("schema").as_object() : nullptr;
  }

  json::object document;
};

TEST_F(ControlOpenApiTest, IsADocumentOfItsKind) {
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  std::vector<std::string> ids;
  each([&](const std::string&, const std::string& path, const json::object& operation) {
    ids.emplace_back(operation.at("operationId").as_string());
    EXPECT_FALSE(operation.at("summary").as_string().empty()) << path;
    EXPECT_TRUE(operation.at("responses").as_object().contains("200")) << path;
    const auto names = std::ranges::count(path, '{');
    std::ptrdiff_t documented = 0;
    if (const json::value* parameters = operation.if_contains("parameters")) {
      for (const auto& one : parameters->as_array()) documented += one.at("in") == "path";
    }
    EXPECT_EQ(documented, names) << path;
  });
  std::ranges::sort(ids);
  EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end()) << "two calls have one id";
}

TEST_F(ControlOpenApiTest, EveryRouteIsDocumentedAndEveryPathServed) {
  std::size_t documented = 0;
  each([&](const std::string& method, const std::string& path, const json::object&) {
    ++documented;
    if (path == "/v1/events") return;  // never ends
    const auto response = person->request(method, target_of(path), "{}");
    EXPECT_NE(response.status, 405U) << method << " " << path;
    EXPECT_EQ(response.body.find("unknown: "), std::string::npos) << method << " " << path;
  });
  EXPECT_EQ(documented, control->routes().all().size());
}

TEST_F(ControlOpenApiTest, RequiredMembersAreRefusedWhenMissing) {
  int refused = 0;
  each([&](const std::string& method, const std::string& path, const json::object& operation) {
    const json::object* const schema = body_schema(operation);
    if (!schema || !schema->contains("required")) return;
    const auto& properties = schema->at("properties").as_object();
    for (const auto& missing : schema->at("required").as_array()) {
      json::object body;
      for (const auto& one : schema->at("required").as_array()) {
        if (one != missing)
          body[one.as_string()] = sample(properties.at(one.as_string()).as_object(), true);
      }
      const std::string why = problem(method, target_of(path), body);
      EXPECT_EQ(why.find(missing.as_string().c_str()), 0U) << path << ": " << why;
      ++refused;
    }
  });
  EXPECT_GT(refused, 8);
}

TEST_F(ControlOpenApiTest, MembersOfAnotherTypeAndUnknownOnesAreRefused) {
  each([&](const std::string& method, const std::string& path, const json::object& operation) {
    const json::object* const schema = body_schema(operation);
    if (!schema) return;
    EXPECT_NE(problem(method, target_of(path), {{"no-such-member", 1}}).find("unknown key"),
              std::string::npos);
    json::object whole;
    if (const json::value* required = schema->if_contains("required")) {
      for (const auto& one : required->as_array()) {
        whole[one.as_string()] =
            sample(schema->at("properties").at(one.as_string()).as_object(), true);
      }
    }
    for (const auto& member : schema->at("properties").as_object()) {
      if (!member.value().as_object().contains("type")) continue;
      json::object body = whole;
      body[member.key()] = sample(member.value().as_object(), false);
      const std::string why = problem(method, target_of(path), body);
      EXPECT_NE(why.find(member.key()), std::string::npos) << path << ": " << why;
    }
  });
}

TEST_F(ControlOpenApiTest, RequiredParametersAreRefusedWhenMissing) {
  int refused = 0;
  each([&](const std::string& method, const std::string& path, const json::object& operation) {
    const json::value* const parameters = operation.if_contains("parameters");
    if (!parameters) return;
    for (const auto& one : parameters->as_array()) {
      if (one.at("in") != "query" || !one.at("required").as_bool()) continue;
      std::string query;
      for (const auto& other : parameters->as_array()) {
        const bool wanted = other.at("in") == "query" && other.at("required").as_bool();
        if (!wanted || other == one) continue;
        query += (query.empty() ? "?" : "&") + std::string(other.at("name").as_string()) + "=x";
      }
      const std::string why = problem(method, target_of(path) + query);
      EXPECT_EQ(why.find(one.at("name").as_string().c_str()), 0U) << path << ": " << why;
      ++refused;
    }
  });
  EXPECT_EQ(refused, 7);
}

}  // namespace
}  // namespace stormlark::mock
