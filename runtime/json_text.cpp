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

JsonText::JsonText(std::size_t room) : text_(room + 1, '{'), end_(1) {}

JsonText::JsonText(std::string object) : text_(std::move(object)), end_(text_.size() - 1) {}

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
  *make_room(1) = '}';
  ++end_;
  return *this;
}

std::string JsonText::take() {
  close();
  text_.resize(end_);
  return std::move(text_);
}

char* JsonText::make_room(std::size_t bytes) {
  if (text_.size() < end_ + bytes) text_.resize(std::max(2 * text_.size(), end_ + bytes));
  return text_.data() + end_;
}

char* JsonText::begin(std::string_view key, std::size_t bytes) {
  constexpr std::size_t marks = 4;  // a comma, quotes and a colon
  char* text = make_room(key.size() + marks + bytes);
  if (text[-1] != '{') *text++ = ',';
  *text++ = '"';
  text = std::ranges::copy(key, text).out;
  *text++ = '"';
  *text++ = ':';
  end_ = static_cast<std::size_t>(text - text_.data()) + bytes;
  return text;
}

}  // namespace stormlark
