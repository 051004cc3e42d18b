#pragma once

#include "mock_server/faults/faults.h"
#include "protocol/frame.h"
#include "runtime/http.h"

#include <string_view>

namespace stormlark::mock {

/// Something on its way through the platform, as rules see it.
struct Passing {
  Traffic what = Traffic::call;
  std::string_view peer;
  std::string_view app;
  int connection = 0;
  std::string_view operation{};
  std::string_view path{};
  std::string_view event{};
  const HttpFields* fields = nullptr;      ///< of a request
  const protocol::Frame* frame = nullptr;  ///< or the frame itself; null for a webhook's
};

bool fits(const Match& match, const Passing& passing);

}  // namespace stormlark::mock
