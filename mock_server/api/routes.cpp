#include "mock_server/api/routes.h"

#include <stdexcept>

namespace stormlark::mock {

void Routes::add(std::string_view operation, Serve serve, Target target) {
  const Operation* const known = find_operation(operation);
  if (!known || has(operation)) {
    throw std::logic_error("unknown, or served twice: " + std::string(operation));
  }
  routes_.emplace(known->name, Route{std::move(serve), std::move(target)});
}

Reply Routes::answer(const ApiCall& call) const {
  return routes_.at(call.request.operation).serve(call);
}

std::string Routes::target_of(const ApiRequest& request) const {
  const auto found = routes_.find(request.operation);
  if (found != routes_.end() && found->second.target) return found->second.target(request);
  return request.ids.empty() ? std::string() : request.ids.front().second;
}

}  // namespace stormlark::mock
