#include "runtime/json_text.h"

#include <algorithm>

#include <boost/json/serialize.hpp>

namespace stormlark {
namespace {

// Looks at every letter, whatever the first were: such a loop is done sixteen at a time.
bool is_plain(std::string_view text) {
  bool plain = true;
  for (const char c : text) {
    plain &= static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
  }
  return plain;
}

}  // namespace

JsonText& JsonText::add(std::string_view key, std::string_view value) {
  if (!is_plain(value)) return add_json(key, boost::json::serialize(value));
  char* const text = begin(key, value.size() + 2);
  text[0] = '"';
  std::ranges::copy(value, text + 1);
  text[value.size() + 1] = '"';
  return *this;
}

JsonText& JsonText::add_if_any(std::string_view key, std::string_view value) {
  return value.empty() ? *this : add(key, value);
}

JsonText& JsonText::add_json(std::string_view key, std::string_view json) {
  std::ranges::copy(json, begin(key, json.size()));
  return *this;
}

JsonText& JsonText::open(std::string_view key) {
  *begin(key, 1) = '{';
  return *this;
}

JsonText& JsonText::close() {
  text_ += '}';
  return *this;
}

// In one piece, which takes half as long as byte by byte.
char* JsonText::begin(std::string_view key, std::size_t bytes) {
  constexpr std::size_t marks = 3;  // quotes and a colon
  const bool first = text_.back() == '{';
  const std::size_t at = text_.size();
  text_.resize(at + (first ? 0 : 1) + key.size() + marks + bytes);
  char* text = text_.data() + at;
  if (!first) *text++ = ',';
  *text++ = '"';
  text = std::ranges::copy(key, text).out;
  *text++ = '"';
  *text++ = ':';
  return text;
}

}  // namespace stormlark
