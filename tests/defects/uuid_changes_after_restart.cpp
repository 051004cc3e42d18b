// The key of a reply has something of this life in it: all attempts carry the same one until the
// process is started again. A reply whose outcome the earlier life did not learn is then a new one
// to the platform, and the user reads it twice.
#include "gateway/outbox/reply_keys.h"
#include "tests/defects/defects.h"

namespace stormlark::gateway::defects {
namespace {

class KeysOfThisLife final : public ReplyKeys {
 public:
  explicit KeysOfThisLife(World& world)
      : born_(std::to_string(world.clock().wall_now().time_since_epoch().count())) {}

  std::string for_reply(const std::string& app_id, const std::string& message_id,
                        int part) override {
    return stable_.for_reply(app_id, message_id, part);
  }
  std::string for_attempt(const Obligation& obligation) override {
    return stable_.for_reply(born_, obligation.uuid, obligation.part);
  }

 private:
  StableReplyKeys stable_;
  std::string born_;
};

}  // namespace

void uuid_changes_after_restart(Parts& parts) {
  parts.reply_keys = [](World& world) { return std::make_unique<KeysOfThisLife>(world); };
}

}  // namespace stormlark::gateway::defects
