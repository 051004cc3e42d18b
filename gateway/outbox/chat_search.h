#pragma once

#include "gateway/api/platform_api.h"
#include "gateway/journal/journal.h"

namespace stormlark::gateway {

/// Whether an earlier attempt at a reply became visible.
struct ChatSearch {
  enum class Found {
    there,
    absent,
    unknown,  ///< the chat cannot be read; `outcome` says why, if a call failed
  };
  Found found = Found::unknown;
  CallOutcome outcome;
};

/// Reads the chat from its end back to the message that the reply answers: no clock has a say in
/// how far. For attempts so old that the platform may have forgotten their `uuid`.
awaitable<ChatSearch> find_reply(PlatformApi& api, std::string app_id, Obligation owed);

/// The text of a reply that may be in the chat already.
std::string possibly_repeated(const std::string& text);

}  // namespace stormlark::gateway
