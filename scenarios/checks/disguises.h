#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stormlark::scenarios {

/// A secret in one of the spellings in which it may leak.
struct Disguise {
  std::string encoding;  ///< plain, base64, url or hex
  std::string text;
};

/// The spellings of a secret to search for. Base64 comes three times, since a secret in the middle
/// of a longer text (as in Basic authorization) may begin at any of three places of a group.
std::vector<Disguise> disguises_of(std::string_view secret);

}  // namespace stormlark::scenarios
