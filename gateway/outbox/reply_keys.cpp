#include "gateway/outbox/reply_keys.h"

#include "gateway/sha256.h"

#include <fmt/format.h>

namespace stormlark::gateway {

std::string StableReplyKeys::for_reply(const std::string& app_id, const std::string& message_id,
                                       int part) {
  constexpr std::size_t uuid_length_max = 50;  // of the platform
  return sha256_hex(fmt::format("{}\n{}\n{}", app_id, message_id, part), uuid_length_max);
}

}  // namespace stormlark::gateway
