#include "mock_server/access/signatures.h"

#include "runtime/base64.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <boost/algorithm/hex.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace stormlark::mock {
namespace {

/// OpenSSL fails here only when memory is out, or when we misuse it.
void must(bool done) {
  if (!done) throw std::runtime_error("OpenSSL cannot encrypt or sign");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string digest(const EVP_MD* kind, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  must(EVP_Digest(text.data(), text.size(), bytes.data(), &size, kind, nullptr) == 1);
  return {bytes.begin(), bytes.begin() + size};
}

std::string hex(const std::string& bytes) {
  return boost::algorithm::hex_lower(bytes);
}

std::string joined(std::initializer_list<std::string_view> parts) {
  return fmt::format("{}", fmt::join(parts, ""));
}

}  // namespace

std::string encrypt(std::string_view text, std::string_view key, std::string_view iv) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  must(context != nullptr && iv.size() == iv_bytes);
  const std::string hashed_key = digest(EVP_sha256(), key);
  must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, bytes_of(hashed_key),
                          bytes_of(iv)) == 1);
  std::string sealed(text.size() + EVP_MAX_BLOCK_LENGTH, '\0');
  auto* to = reinterpret_cast<unsigned char*>(sealed.data());
  int size = 0;
  int padding = 0;
  must(EVP_EncryptUpdate(context.get(), to, &size, bytes_of(text), static_cast<int>(text.size())) ==
       1);
  must(EVP_EncryptFinal_ex(context.get(), to + size, &padding) == 1);
  sealed.resize(static_cast<std::size_t>(size + padding));
  return base64_encode(joined({iv, sealed}));
}

std::string event_signature(std::string_view timestamp, std::string_view nonce,
                            std::string_view encrypt_key, std::string_view body) {
  return hex(digest(EVP_sha256(), joined({timestamp, nonce, encrypt_key, body})));
}

std::string card_signature(std::string_view timestamp, std::string_view nonce,
                           std::string_view verification_token, std::string_view body) {
  return hex(digest(EVP_sha1(), joined({timestamp, nonce, verification_token, body})));
}

std::string hook_signature(std::int64_t timestamp_s, std::string_view secret) {
  const std::string key = fmt::format("{}\n{}", timestamp_s, secret);
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  must(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), nullptr, 0, bytes.data(),
            &size) != nullptr);
  return base64_encode({reinterpret_cast<const char*>(bytes.data()), size});
}

}  // namespace stormlark::mock
