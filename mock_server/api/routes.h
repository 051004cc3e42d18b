#pragma once

#include "mock_server/api/answers.h"
#include "mock_server/api/calls.h"
#include "mock_server/api/request.h"
#include "mock_server/directory.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace stormlark::mock {

/// A call by an app whose token was found good.
struct ApiCall {
  const Call& call;
  const ApiRequest& request;
  const App& app;

  const std::string& id(std::string_view name) const { return request.id(name); }
  std::string query(std::string_view key) const { return request.query(key); }
  const std::string& body() const { return request.http.body; }
  const auto& json() const { return request.json; }
};

/// Who answers which operation. Each family of the API adds its own.
class Routes {
 public:
  using Serve = std::function<Reply(const ApiCall&)>;
  /// What a request is about, as a history names it.
  using Target = std::function<std::string(const ApiRequest&)>;

  /// Where no target is given, it is the first id in the path. The operation must be in the table
  /// of operations, and nobody else's.
  void add(std::string_view operation, Serve serve, Target target = {});

  /// The operation must have been added.
  Reply answer(const ApiCall& call) const;
  std::string target_of(const ApiRequest& request) const;
  bool has(std::string_view operation) const { return routes_.contains(operation); }

 private:
  struct Route {
    Serve serve;
    Target target;
  };
  std::map<std::string_view, Route> routes_;
};

}  // namespace stormlark::mock
