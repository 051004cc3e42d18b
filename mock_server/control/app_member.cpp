#include "mock_server/control/app_member.h"

#include <stdexcept>

#include <fmt/format.h>

namespace stormlark::mock {

Member app_member() {
  return {.name = "app", .what = "the id of an app; default: the first, of the user's tenant"};
}

std::string app_in(const ControlCall& call, const Platform& platform) {
  const std::string id = call.text("app");
  if (!id.empty() && !platform.find_app(id)) {
    throw std::invalid_argument(fmt::format("app: unknown app {}", id));
  }
  return id;
}

}  // namespace stormlark::mock
