#include "history/text.h"

#include <type_traits>
#include <variant>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/nowide/utf/utf.hpp>

namespace stormlark::history {
namespace {

namespace utf = boost::nowide::utf;

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";  // U+FFFD

// Nearly all text is; looking takes a fraction of the time that decoding it takes.
bool is_ascii(std::string_view text) {
  unsigned char bits = 0;
  for (const char byte : text) bits |= static_cast<unsigned char>(byte);
  return bits < 0x80;
}

void mend(std::string& text) {
  if (!is_ascii(text)) text = well_formed(text);
}

template <class T>
void make_members_well_formed(T& event) {
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
      [&](auto member) {
        auto& value = event.*member.pointer;
        if constexpr (std::is_same_v<decltype(value), std::string&>) mend(value);
      });
}

}  // namespace

std::string well_formed(std::string_view text) {
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

void make_well_formed(Event& event) {
  std::visit([](auto& alternative) { make_members_well_formed(alternative); }, event);
}

}  // namespace stormlark::history
