#pragma once

#include "mock_server/control/member.h"
#include "mock_server/path_pattern.h"
#include "runtime/http_server.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// A call of the control API, found to be as its route wants it.
struct ControlCall {
  HttpRequest http;
  PathNames names;
  boost::json::object members;  ///< of the body; of the query for GET and DELETE

  const std::string& name(std::string_view which) const;
  bool has(std::string_view member) const { return members.contains(member); }
  std::string text(std::string_view member, std::string_view otherwise = {}) const;
  int integer(std::string_view member, int otherwise) const;
  bool flag(std::string_view member) const;
  Clock::duration span(std::string_view member, Clock::duration otherwise) const;
};

HttpResponse control_answer(const boost::json::object& body, unsigned status = 200);
/// What is wrong with the request stands in `error`.
HttpResponse control_complaint(unsigned status, const std::string& problem);

/// An exception of type `invalid_argument` is the caller's mistake, and answered so.
using ControlHandler = std::function<awaitable<HttpOutcome>(ControlCall)>;
/// For those who answer at once. A call that waits for nothing is no coroutine.
ControlHandler at_once(std::function<HttpResponse(const ControlCall&)> serve);

struct ControlRoute {
  std::string_view method;
  std::string_view pattern;  ///< a path; a segment with a colon in front is a name
  std::string_view id;       ///< by which programs made from the description call it
  std::string_view summary;
  Members takes = {};
  Members gives = {};
  Members headers = {};                         ///< of the request, that it looks at
  std::string_view media = "application/json";  ///< of the answer
  ControlHandler serve;

  /// Else its members come in the query.
  bool has_body() const { return method != "GET" && method != "DELETE"; }
};

/// What the control API answers to: each desk adds its own.
class ControlRoutes {
 public:
  void add(ControlRoute route) { routes_.push_back(std::move(route)); }
  const std::vector<ControlRoute>& all() const { return routes_; }

  awaitable<HttpOutcome> answer(HttpRequest request) const;

 private:
  struct Found {
    const ControlRoute* route = nullptr;
    PathNames names;
    std::vector<std::string_view> methods;  ///< of the path, where the method is another one
  };
  Found find(const HttpRequest& request) const;
  HttpResponse refuse(const HttpRequest& request, const Found& found) const;

  std::vector<ControlRoute> routes_;
};

/// The pattern as OpenAPI and people spell it: `/v1/faults/{name}`.
std::string braced(std::string_view pattern);

}  // namespace stormlark::mock
