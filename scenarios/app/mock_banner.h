#pragma once

#include "mock_server/options.h"

#include <string>
#include <vector>

namespace stormlark::scenarios {

/// What somebody must know who points a bot at a platform that runs alone.
struct MockFacts {
  std::string platform;  ///< URL of the platform
  std::string control;   ///< URL of the control API and the console
  std::string ca_file;   ///< empty without TLS
  std::vector<mock::AppOptions> apps;
};

/// For people, and for scripts that look for `platform`, `app id`, `app secret` and `control`.
std::string banner(const MockFacts& facts);
/// The same as one line of JSON.
std::string json_line(const MockFacts& facts);

}  // namespace stormlark::scenarios
