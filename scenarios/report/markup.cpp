#include "scenarios/report/markup.h"

#include "runtime/utf8.h"

namespace stormlark::scenarios {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view noncharacters = "\xEF\xBF";  // U+FFFE and U+FFFF, which XML forbids

std::string_view entity_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

bool unprintable(char c) {
  auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

}  // namespace

std::string escaped(std::string_view text) {
  const std::string whole = well_formed(text);
  std::string safe;
  safe.reserve(whole.size());
  for (std::string_view rest = whole; !rest.empty();) {
    const bool is_noncharacter = rest.starts_with(noncharacters) && rest[2] > '\xBD';
    const std::string_view next = rest.substr(0, is_noncharacter ? replacement.size() : 1);
    const std::string_view entity = entity_of(next.front());
    if (is_noncharacter || unprintable(next.front())) {
      safe += replacement;
    } else {
      safe += entity.empty() ? next : entity;
    }
    rest.remove_prefix(next.size());
  }
  return safe;
}

}  // namespace stormlark::scenarios
