#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stormlark::mock {

// How the platform and those whom it calls know each other, and keep others out.

inline constexpr std::size_t iv_bytes = 16;

/// AES-256-CBC with the key's SHA-256, behind its initialization vector, in base64.
std::string encrypt(std::string_view text, std::string_view key, std::string_view iv);

/// `X-Lark-Signature` of an event: plain SHA-256 in hex.
std::string event_signature(std::string_view timestamp, std::string_view nonce,
                            std::string_view encrypt_key, std::string_view body);
/// The same of a legacy card callback: SHA-1, with the verification token.
std::string card_signature(std::string_view timestamp, std::string_view nonce,
                           std::string_view verification_token, std::string_view body);
/// `sign` of a message to a custom bot: HMAC-SHA256 of nothing, in base64.
std::string hook_signature(std::int64_t timestamp_s, std::string_view secret);

}  // namespace stormlark::mock
