#include "gateway/sha256.h"

#include <array>
#include <stdexcept>

#include <boost/algorithm/hex.hpp>

#include <openssl/evp.h>

namespace stormlark::gateway {

std::string sha256_hex(std::string_view text, std::size_t digits) {
  // Kept, because OpenSSL looks `EVP_sha256()` up anew for each text, which takes longer than most.
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), hash.data(), &size, sha256, nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  std::string hex;
  boost::algorithm::hex_lower(hash.begin(), hash.begin() + size, std::back_inserter(hex));
  return hex.substr(0, digits);
}

}  // namespace stormlark::gateway
