#include "gateway/outbox/reply_keys.h"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

namespace stormlark::gateway {

std::string StableReplyKeys::for_reply(const std::string& app_id, const std::string& message_id,
                                       int part) {
  constexpr std::size_t uuid_length_max = 50;  // of the platform
  const std::string reply = fmt::format("{}\n{}\n{}", app_id, message_id, part);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(reply.data(), reply.size(), digest.data(), &length, EVP_sha256(), nullptr);
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + length, ""))
      .substr(0, uuid_length_max);
}

}  // namespace stormlark::gateway
