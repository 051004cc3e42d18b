#include "mock_server/chats/message_content.h"

#include "mock_server/chats/post_content.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;
using protocol::object_at;
using protocol::parse_object;
using protocol::string_at;
using protocol::text_at;

namespace {

constexpr std::size_t text_bytes_max = 150U << 10;
constexpr std::size_t rich_bytes_max = 30U << 10;
constexpr int divider_width_max = 20;
constexpr int tables_max = 5;

// What an error of a card says of its cause.
constexpr int too_many_tables = 11310;
constexpr int unreadable = 200621;
constexpr int tag_unsupported = 200861;

const Refusal bad_content{code::message_invalid, "invalid message content."};

bool has_text(const json::object& content, std::string_view key) {
  return string_at(content, key).has_value();
}

/// Half-width columns: a CJK character takes two.
int width(std::string_view text) {
  int columns = 0;
  for (const char byte : text) {
    const auto bits = static_cast<unsigned char>(byte);
    if (bits < 0x80) columns += 1;
    if (bits >= 0xC0) columns += 2;
  }
  return columns;
}

bool is_divider(const json::object& content) {
  const json::object* params = object_at(content, "params");
  const json::object* divider = params ? object_at(*params, "divider_text") : nullptr;
  const auto text = divider ? string_at(*divider, "text") : std::nullopt;
  return text_at(content, "type") == "divider" && text && width(*text) <= divider_width_max;
}

/// How many elements of a card, at any depth, have the tag.
int count_tag(const json::value& part, std::string_view tag) {
  int count = 0;
  if (const json::array* list = part.if_array()) {
    for (const json::value& one : *list) count += count_tag(one, tag);
  } else if (const json::object* element = part.if_object()) {
    if (text_at(*element, "tag") == tag) count = 1;
    for (const auto& [key, value] : *element) count += count_tag(value, tag);
  }
  return count;
}

Refusal bad_card(int cause, std::string_view text, std::string_view value) {
  return {code::card_invalid,
          fmt::format("ErrCode: {}; ErrMsg: {}; ErrorValue: {};", cause, text, value)};
}

/// Of the new kind, or of the old one, which names no schema or 1.0.
bool is_card(const json::object& card) {
  const std::string schema = text_at(card, "schema");
  if (schema == "2.0") return true;
  const bool has_parts = card.contains("header") || card.contains("elements") ||
                         card.contains("i18n_elements") || card.contains("card_link");
  return has_parts && (schema == "1.0" || !card.contains("schema"));
}

Refusal check_card(const json::object& card) {
  const std::string type = text_at(card, "type");
  const json::object* data = object_at(card, "data");
  if (type == "template" && !(data && has_text(*data, "template_id"))) return bad_content;
  if (type == "card" && !(data && has_text(*data, "card_id"))) return bad_content;
  if (type.empty() && !is_card(card)) return bad_card(unreadable, "parse card json err", "");
  if (text_at(card, "schema") == "2.0" && count_tag(card, "action") > 0) {
    return bad_card(tag_unsupported, "cards of schema V2 no longer support this capability",
                    "unsupported tag action");
  }
  const int tables = count_tag(card, "table");
  if (tables > tables_max) {
    return bad_card(too_many_tables, "card table number over limit", std::to_string(tables));
  }
  return {};
}

bool is_well_formed(std::string_view type, const json::object& content) {
  if (type == "text") return has_text(content, "text");
  if (type == "image") return has_text(content, "image_key");
  if (type == "share_chat") return has_text(content, "chat_id");
  if (type == "share_user") return text_at(content, "user_id").starts_with("ou_");
  if (type == "system") return is_divider(content);
  if (type == "media" && content.contains("image_key") && !has_text(content, "image_key")) {
    return false;
  }
  return has_text(content, "file_key");
}

}  // namespace

std::string flaw_in_message(const boost::system::result<json::object>& body) {
  if (!body) return "the body must be a JSON object";
  for (const std::string_view field : {"msg_type", "content"}) {
    const json::value* const value = body->if_contains(field);
    if (!value) return fmt::format("{} is required", field);
    if (!value->is_string()) return fmt::format("{} must be a string", field);
  }
  return {};
}

Refusal check_content(std::string_view type, const std::string& content) {
  static constexpr std::array<std::string_view, 11> types = {
      "text",    "post",        "image",      "file",       "audio", "media",
      "sticker", "interactive", "share_chat", "share_user", "system"};
  const std::size_t bytes_max = type == "text" ? text_bytes_max : rich_bytes_max;
  if (content.size() > bytes_max) return {code::content_too_long, {}};
  if (std::ranges::find(types, type) == types.end()) {
    return {code::message_invalid, "invalid msg_type."};
  }
  const auto object = parse_object(content);
  if (!object) return bad_content;
  if (type == "interactive") return check_card(*object);
  if (type != "post") return is_well_formed(type, *object) ? Refusal{} : bad_content;
  if (is_post(*object)) return {};
  // Bots look for these words, to try again with plain text.
  return {code::message_invalid, "content format of the post type is incorrect"};
}

bool allows_updates(const std::string& card) {
  const auto object = parse_object(card);
  if (!object || text_at(*object, "schema") == "2.0" || has_text(*object, "type")) return true;
  const json::object* config = object_at(*object, "config");
  const json::value* flag = config ? config->if_contains("update_multi") : nullptr;
  return flag && flag->is_bool() && flag->get_bool();
}

}  // namespace stormlark::mock
