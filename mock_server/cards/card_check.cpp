#include "mock_server/cards/card_check.h"

#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>
#include <set>
#include <string>

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::size_t card_bytes_max = 30U << 10;
constexpr std::size_t elements_max = 200;
constexpr std::size_t id_characters_max = 20;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_element_id(std::string_view id) {
  const bool fits = !id.empty() && id.size() <= id_characters_max && is_letter(id.front());
  return fits && std::ranges::all_of(
                     id, [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

/// Counts elements and gathers their ids, however deep they lie.
struct Census {
  std::size_t elements = 0;
  std::set<std::string> ids;
  bool ids_fit = true;
  bool tags_fit = true;

  void take(const json::value& value) {
    if (const auto* const array = value.if_array()) {
      for (const json::value& one : *array) take(one);
    }
    const auto* const object = value.if_object();
    if (!object) return;
    if (object->contains("tag")) ++elements;
    // A container of the old kind.
    if (protocol::text_at(*object, "tag") == "action") tags_fit = false;
    if (object->contains("element_id")) {
      const std::string id = protocol::text_at(*object, "element_id");
      ids_fit = is_element_id(id) && ids.insert(id).second && ids_fit;
    }
    for (const auto& [key, member] : *object) {
      // What a button brings back is the app's own business.
      if (key != "value" && key != "behaviors") take(member);
    }
  }
};

}  // namespace

int check_card(const json::object& card) {
  if (protocol::text_at(card, "schema") != "2.0") return code::card_schema_unfit;
  const json::object* const config = protocol::object_at(card, "config");
  const json::value* const shared = config ? config->if_contains("update_multi") : nullptr;
  if (shared && shared->is_bool() && !shared->get_bool()) return code::card_not_shared;
  Census census;
  if (const json::value* const body = card.if_contains("body")) census.take(*body);
  if (!census.tags_fit) return code::card_not_made;
  if (!census.ids_fit) return code::card_element_id_invalid;
  if (census.elements > elements_max) return code::card_elements_too_many;
  return json::serialize(card).size() > card_bytes_max ? code::card_too_large : code::ok;
}

}  // namespace stormlark::mock
