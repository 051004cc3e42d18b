#include "mock_server/api/card_fields.h"

#include "mock_server/characters.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <cstdint>
#include <limits>

#include <boost/json/parse.hpp>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::size_t text_characters_max = 100'000;
constexpr std::size_t card_characters_max = 1'000'000;
constexpr std::size_t uuid_characters_max = 64;

}  // namespace

CardFields::CardFields(const boost::system::result<boost::json::object>& body) {
  if (body) {
    body_ = *body;
  } else {
    refuse(code::field_validation, "the body is not a JSON object");
  }
}

std::string CardFields::text(std::string_view name) {
  std::string text = required(body_, name);
  const std::size_t length = characters(text);
  if (length == 0 || length > text_characters_max) {
    refuse(code::card_param_invalid, std::string(name) + " must have 1 to 100000 characters");
  }
  return text;
}

json::object CardFields::object(std::string_view name) {
  auto parsed = protocol::parse_object(text(name));
  if (parsed) return std::move(*parsed);
  refuse(code::card_param_invalid, std::string(name) + " must hold a JSON object");
  return {};
}

json::array CardFields::array(std::string_view name) {
  json::error_code failure;
  const json::value parsed = json::parse(text(name), failure);
  if (!failure && parsed.is_array()) return parsed.get_array();
  refuse(code::card_param_invalid, std::string(name) + " must hold a JSON array");
  return {};
}

std::string CardFields::optional_text(std::string_view name) {
  return protocol::text_at(body_, name);
}

CardFields::CardData CardFields::card(std::string_view name) {
  const json::object* const from = name.empty() ? &body_ : protocol::object_at(body_, name);
  if (!from) {
    refuse(code::field_validation, std::string(name) + " is required");
    return {};
  }
  CardData card{.type = required(*from, "type"), .json = {}};
  const std::string data = required(*from, "data");
  if (characters(data) > card_characters_max) refuse(code::card_param_invalid, "data is too long");
  auto parsed = protocol::parse_object(data);
  if (parsed) {
    card.json = std::move(*parsed);
  } else {
    refuse(code::card_not_made, "data must hold a JSON object");
  }
  return card;
}

int CardFields::sequence() {
  const auto sequence = protocol::integer_at(body_, "sequence");
  if (!sequence) {
    refuse(code::field_validation, "sequence is required");
    return 0;
  }
  const bool fits = *sequence >= 1 && *sequence <= std::numeric_limits<std::int32_t>::max();
  if (!fits) refuse(code::card_param_invalid, "sequence must be a positive int32");
  return fits ? static_cast<int>(*sequence) : 0;
}

std::string CardFields::uuid() {
  std::string uuid = optional_text("uuid");
  if (characters(uuid) > uuid_characters_max) {
    refuse(code::card_param_invalid, "uuid is longer than 64 characters");
  }
  return uuid;
}

std::string CardFields::required(const json::object& from, std::string_view name) {
  auto text = protocol::string_at(from, name);
  if (!text) refuse(code::field_validation, std::string(name) + " is required");
  return text.value_or("");
}

void CardFields::refuse(int code, std::string detail) {
  if (refusal_ != code::ok) return;
  refusal_ = code;
  detail_ = std::move(detail);
}

}  // namespace stormlark::mock
