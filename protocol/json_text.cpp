#include "protocol/json_text.h"

#include <boost/json/serialize.hpp>

namespace stormlark::protocol {
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
  begin(key);
  if (is_plain(value)) {
    text_.append(1, '"').append(value).append(1, '"');
  } else {
    text_ += boost::json::serialize(value);
  }
  return *this;
}

JsonText& JsonText::add_json(std::string_view key, std::string_view json) {
  begin(key);
  text_ += json;
  return *this;
}

JsonText& JsonText::add_if_any(std::string_view key, std::string_view value) {
  return value.empty() ? *this : add(key, value);
}

void JsonText::begin(std::string_view key) {
  if (text_.size() > 1) text_ += ',';
  text_.append(1, '"').append(key).append("\":");
}

}  // namespace stormlark::protocol
