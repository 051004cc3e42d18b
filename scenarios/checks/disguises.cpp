#include "scenarios/checks/disguises.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace stormlark::scenarios {
namespace {

constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_safe =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The characters of a Base64 text that depend on `secret` alone, when `lead` bytes of something
/// else stand before it in its group of three.
std::string base64_core(std::string_view secret, std::size_t lead, std::string_view alphabet) {
  std::string bytes(lead, '\0');
  bytes += secret;
  auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[i]));
  };
  std::string core;
  std::size_t first = (lead * 8 + 5) / 6;  // earlier characters mix in what stands before
  std::size_t whole = bytes.size() * 8 / 6;
  for (std::size_t i = first; i < whole; ++i) {
    std::size_t bit = i * 6;
    unsigned high = byte(bit / 8) << 8U;
    unsigned low = bit / 8 + 1 < bytes.size() ? byte(bit / 8 + 1) : 0U;
    unsigned sextet = ((high | low) >> (10U - bit % 8)) & 63U;
    core += alphabet[sextet];
  }
  return core;
}

std::string percent_encoded(std::string_view secret) {
  std::string encoded;
  for (char c : secret) {
    bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                 std::string_view("-._~").find(c) != std::string_view::npos;
    encoded += plain ? std::string(1, c)
                     : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return encoded;
}

std::string hex(std::string_view secret) {
  std::string digits;
  for (char c : secret) {
    digits += fmt::format("{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return digits;
}

}  // namespace

std::vector<Disguise> disguises_of(std::string_view secret) {
  std::vector<Disguise> all = {
      {"plain", std::string(secret)}, {"url", percent_encoded(secret)}, {"hex", hex(secret)}};
  std::string shouted = all.back().text;
  std::transform(shouted.begin(), shouted.end(), shouted.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  all.push_back({"hex", shouted});
  for (std::size_t lead = 0; lead < 3; ++lead) {
    all.push_back({"base64", base64_core(secret, lead, standard)});
    all.push_back({"base64", base64_core(secret, lead, url_safe)});
  }
  return all;
}

}  // namespace stormlark::scenarios
