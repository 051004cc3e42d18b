// A PID file: look whether it names somebody, and if not write one's own number. Of two that start
// within the same moment, both look before either has written.
#include "gateway/ownership/lock_file.h"
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {
namespace {

constexpr Clock::duration between_look_and_write = 500ms;

class PidFile final : public Ownership {
 public:
  PidFile(World& world, const Config& config)
      : world_(world), directory_(config.lock.directory), path_(lock_path(config) + ".pid") {}
  ~PidFile() override {
    if (is_mine_) (void)world_.disk().write_file(path_, "");
  }

  awaitable<std::optional<std::string>> claim() override {
    (void)world_.disk().make_directories(directory_);
    const auto holder = world_.disk().read_file(path_);
    if (holder && !holder->empty()) co_return "another gateway runs already: pid " + *holder;
    co_await sleep_for(world_.clock(), between_look_and_write);
    (void)world_.disk().write_file(path_, std::to_string(world_.process_id()));
    is_mine_ = true;
    co_return std::nullopt;
  }

 private:
  World& world_;
  std::string directory_;
  std::string path_;
  bool is_mine_ = false;
};

}  // namespace

void lock_not_atomic(Parts& parts) {
  parts.ownership = [](World& world, const Config& config) {
    return std::make_unique<PidFile>(world, config);
  };
}

}  // namespace stormlark::gateway::defects
