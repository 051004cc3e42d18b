#pragma once

#include "mock_server/control/pages.h"

#include <span>

namespace stormlark::mock {

/// The console as it was built into this executable; empty where it could not be built.
std::span<const PageFile> console_files();

}  // namespace stormlark::mock
