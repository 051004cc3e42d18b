#pragma once

#include "gateway/parts.h"

namespace stormlark::gateway {

/// Keys computed from what is answered alone: a retry, a restart, a lost journal and a second
/// gateway all arrive at the same one, so the platform folds whatever they send.
class StableReplyKeys final : public ReplyKeys {
 public:
  std::string for_reply(const std::string& app_id, const std::string& message_id,
                        int part) override;
  std::string for_attempt(const Obligation& obligation) override { return obligation.uuid; }
};

}  // namespace stormlark::gateway
