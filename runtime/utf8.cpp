#include "runtime/utf8.h"

#include <boost/nowide/utf/utf.hpp>

namespace stormlark {
namespace {

namespace utf = boost::nowide::utf;

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace

bool is_ascii(std::string_view text) {
  unsigned char bits = 0;
  for (const char byte : text) bits |= static_cast<unsigned char>(byte);
  return bits < 0x80;
}

std::string well_formed(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string mended;
  mended.reserve(text.size());
  for (auto at = text.begin(); at != text.end();) {
    const auto begin = at;
    const auto character = utf::utf_traits<char>::decode(at, text.end());
    if (utf::is_valid_codepoint(character)) {
      mended.append(begin, at);
    } else {
      mended += replacement_character;
      at = begin + 1;  // what follows a broken beginning may be sound
    }
  }
  return mended;
}

}  // namespace stormlark
