#include "gateway/ownership/lock_file.h"

#include "gateway/lifecycle/logging.h"
#include "gateway/sha256.h"

#include <boost/system/errc.hpp>

#include <fmt/chrono.h>

namespace stormlark::gateway {
namespace {

class LockFileOwnership final : public Ownership {
 public:
  LockFileOwnership(World& world, const Config& config)
      : world_(world),
        app_(config.app.id),
        directory_(config.lock.directory),
        path_(lock_path(config)),
        log_(make_logger(world, config.log, "gateway.ownership")) {}

  awaitable<std::optional<std::string>> claim() override { co_return take(); }

 private:
  std::optional<std::string> take() {
    if (const auto made = world_.disk().make_directories(directory_); !made) {
      return unusable("lock directory " + directory_, made.error());
    }
    auto lock = world_.disk().lock(path_);
    if (!lock && lock.error() == boost::system::errc::resource_unavailable_try_again) return held();
    if (!lock) return unusable("lock file " + path_, lock.error());
    if (const auto written = (*lock)->write(introduction()); !written) {
      log_->warn("lock file {} is held, but does not say by whom: {}", path_,
                 written.error().message());
    }
    lock_ = std::move(*lock);
    return std::nullopt;
  }

  std::string introduction() const {
    const auto started = std::chrono::system_clock::to_time_t(world_.clock().wall_now());
    return fmt::format("pid={} started={:%Y-%m-%dT%H:%M:%SZ} app={}\n", world_.process_id(),
                       fmt::gmtime(started), app_);
  }

  std::string held() const {
    const auto holder = world_.disk().read_file(path_);
    const std::string who = holder && holder->starts_with("pid=")
                                ? holder->substr(0, holder->find('\n'))
                                : "an unknown process";
    return fmt::format("app {} has a gateway on this host already: {} holds {}; stop it first",
                       app_, who, path_);
  }

  static std::string unusable(const std::string& what, const error_code& why) {
    return fmt::format(
        "{} cannot be used: {}; set lock.directory to a directory that this user may write", what,
        why.message());
  }

  World& world_;
  std::string app_;
  std::string directory_;
  std::string path_;
  std::shared_ptr<spdlog::logger> log_;
  std::unique_ptr<FileLock> lock_;
};

}  // namespace

std::string lock_path(const Config& config) {
  return config.lock.directory + "/feishu-app-" + sha256_hex(config.app.id, 16) + ".lock";
}

std::unique_ptr<Ownership> make_lock_file_ownership(World& world, const Config& config) {
  return std::make_unique<LockFileOwnership>(world, config);
}

}  // namespace stormlark::gateway
