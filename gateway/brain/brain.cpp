#include "gateway/brain/brain.h"

#include "gateway/brain/command.h"
#include "gateway/brain/echo.h"

namespace stormlark::gateway {
namespace {

class BrainCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "gateway.brain"; }
  std::string message(int) const override {
    return "the brain's program ended, or did not start, twice while it had this message";
  }
};

}  // namespace

error_code make_error_code(BrainErrc errc) {
  static const BrainCategory category;
  return {static_cast<int>(errc), category};
}

std::unique_ptr<Brain> make_brain(World& world, const Config::Brain& config,
                                  std::shared_ptr<spdlog::logger> log) {
  if (config.kind == "command") return make_command_brain(world, config, std::move(log));
  return make_echo_brain(world.clock(), config.delay);
}

}  // namespace stormlark::gateway
