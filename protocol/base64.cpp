#include "protocol/base64.h"

#include <limits>

#include <openssl/evp.h>

namespace stormlark::protocol {
namespace {

const unsigned char* unsigned_data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* unsigned_data(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

std::size_t padding(std::string_view text) {
  if (text.ends_with("==")) return 2;
  return text.ends_with('=') ? 1 : 0;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(unsigned_data(text), unsigned_data(bytes), static_cast<int>(bytes.size()));
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0 || text.size() > std::numeric_limits<int>::max()) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int decoded =
      EVP_DecodeBlock(unsigned_data(bytes), unsigned_data(text), static_cast<int>(text.size()));
  if (decoded < 0) return std::nullopt;
  bytes.resize(bytes.size() - padding(text));  // OpenSSL counts padding as zero bytes
  return bytes;
}

}  // namespace stormlark::protocol
