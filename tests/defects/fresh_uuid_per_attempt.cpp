// A reply whose outcome is unknown is sent again under a new key, or under none, so the platform
// cannot tell that it has it already: the user reads the answer twice.
#include "gateway/outbox/reply_keys.h"
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {
namespace {

class FreshKeys final : public ReplyKeys {
 public:
  explicit FreshKeys(World& world) : random_(world.random().fork("fresh-uuid-per-attempt")) {}

  std::string for_reply(const std::string& app_id, const std::string& message_id,
                        int part) override {
    return stable_.for_reply(app_id, message_id, part);
  }
  std::string for_attempt(const Obligation&) override { return random_.hex(32); }

 private:
  StableReplyKeys stable_;
  Prng random_;
};

}  // namespace

void fresh_uuid_per_attempt(Parts& parts) {
  parts.reply_keys = [](World& world) { return std::make_unique<FreshKeys>(world); };
}

}  // namespace stormlark::gateway::defects
