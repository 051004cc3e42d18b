#pragma once

#include "gateway/parts.h"

#include <memory>
#include <string>

namespace stormlark::gateway {

/// Where the owner of an app is named on this host:
/// `<directory>/feishu-app-<16 hex digits of the app id's SHA-256>.lock`.
std::string lock_path(const Config& config);

/// Ownership by an exclusive lock on that file, held for as long as the object lives. The operating
/// system lets go of it when the process ends, however it ends, so a stale file blocks nobody.
std::unique_ptr<Ownership> make_lock_file_ownership(World& world, const Config& config);

}  // namespace stormlark::gateway
