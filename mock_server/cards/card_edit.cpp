#include "mock_server/cards/card_edit.h"

#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <optional>

#include <boost/json/parse.hpp>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;
using protocol::object_at;
using protocol::text_at;

namespace {

/// Where an element stands: at the index of an array, or, such as the text in a button, alone.
struct Place {
  json::array* among = nullptr;
  std::size_t index = 0;
  json::object* element = nullptr;
};

std::optional<Place> find_in(json::value& value, std::string_view id) {
  if (auto* const array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      auto found = find_in((*array)[i], id);
      if (!found) continue;
      const bool itself = found->element == (*array)[i].if_object();
      return itself ? Place{array, i, found->element} : *found;
    }
  }
  auto* const object = value.if_object();
  if (!object) return std::nullopt;
  if (text_at(*object, "element_id") == id) return Place{.element = object};
  for (auto& [key, member] : *object) {
    if (auto found = find_in(member, id)) return found;
  }
  return std::nullopt;
}

std::optional<Place> find_element(json::object& card, std::string_view id) {
  json::value* const body = id.empty() ? nullptr : card.if_contains("body");
  return body ? find_in(*body, id) : std::nullopt;
}

/// The array that an append adds to; null when the target cannot hold elements.
json::array* list_of(json::object& card, std::string_view target) {
  if (target.empty()) {
    json::value& body = card["body"];
    if (!body.is_object()) body.emplace_object();
    json::value& elements = body.get_object()["elements"];
    return elements.is_array() ? &elements.get_array() : &elements.emplace_array();
  }
  const auto place = find_element(card, target);
  json::value* const held = place ? place->element->if_contains("elements") : nullptr;
  return held ? held->if_array() : nullptr;
}

/// A parameter of a batch's action: JSON, or a text that holds it.
json::value param(const json::object& params, std::string_view name) {
  const json::value* const given = params.if_contains(name);
  if (!given) return nullptr;
  if (!given->is_string()) return *given;
  json::error_code failure;
  json::value parsed = json::parse(given->get_string(), failure);
  return failure ? json::value() : parsed;
}

json::object object_param(const json::object& params, std::string_view name) {
  const json::value given = param(params, name);
  return given.is_object() ? given.get_object() : json::object();
}

json::array array_param(const json::object& params, std::string_view name) {
  const json::value given = param(params, name);
  return given.is_array() ? given.get_array() : json::array();
}

int remove_elements(json::object& card, const json::array& ids) {
  if (ids.empty()) return code::card_param_invalid;
  for (const json::value& id : ids) {
    if (!id.is_string()) return code::card_param_invalid;
    const int refusal = remove_element(card, id.get_string());
    if (refusal != code::ok) return refusal;
  }
  return code::ok;
}

int act(json::object& card, std::string_view action, const json::object& params) {
  const std::string id = text_at(params, "element_id");
  if (action == "partial_update_setting") {
    return edit_settings(card, object_param(params, "settings"));
  }
  if (action == "add_elements") {
    return add_elements(card, text_at(params, "type"), text_at(params, "target_element_id"),
                        array_param(params, "elements"));
  }
  if (action == "delete_elements") return remove_elements(card, array_param(params, "element_ids"));
  if (action == "partial_update_element") {
    return patch_element(card, id, object_param(params, "partial_element"));
  }
  if (action == "update_element") {
    return replace_element(card, id, object_param(params, "element"));
  }
  return code::card_param_invalid;
}

}  // namespace

void merge(json::object& into, const json::object& from) {
  for (const auto& [key, value] : from) {
    json::value& old = into[key];
    if (old.is_object() && value.is_object()) {
      merge(old.get_object(), value.get_object());
    } else {
      old = value;
    }
  }
}

int edit_settings(json::object& card, const json::object& settings) {
  json::object known;
  for (const std::string_view key : {"config", "card_link"}) {
    if (const json::object* const given = object_at(settings, key)) known[key] = *given;
  }
  if (known.empty()) return code::card_param_invalid;
  merge(card, known);
  return code::ok;
}

int add_elements(json::object& card, std::string_view how, std::string_view target,
                 const json::array& elements) {
  if (elements.empty()) return code::card_param_invalid;
  json::array* list = nullptr;
  std::size_t at = 0;
  if (how == "append") {
    list = list_of(card, target);
    at = list ? list->size() : 0;
  } else if (how == "insert_before" || how == "insert_after") {
    const auto place = find_element(card, target);
    list = place ? place->among : nullptr;
    at = place ? place->index + (how == "insert_after" ? 1 : 0) : 0;
  } else {
    return code::card_param_invalid;
  }
  if (!list) return code::card_element_not_added;
  for (const json::value& element : elements) {
    if (!element.is_object() || text_at(element.get_object(), "tag").empty()) {
      return code::card_element_not_added;
    }
    list->insert(list->begin() + at++, element);
  }
  return code::ok;
}

int remove_element(json::object& card, std::string_view id) {
  const auto place = find_element(card, id);
  if (!place || !place->among) return code::card_element_not_deleted;
  place->among->erase(place->among->begin() + place->index);
  return code::ok;
}

int replace_element(json::object& card, std::string_view id, json::object element) {
  const auto place = find_element(card, id);
  if (!place || text_at(element, "tag").empty()) return code::card_element_not_updated;
  element.emplace("element_id", id);
  *place->element = std::move(element);
  return code::ok;
}

int patch_element(json::object& card, std::string_view id, const json::object& partial) {
  const auto place = find_element(card, id);
  if (!place || partial.empty()) return code::card_element_not_updated;
  const json::value* const tag = partial.if_contains("tag");
  if (tag && (!tag->is_string() || tag->get_string() != text_at(*place->element, "tag")))
    return code::card_tag_changed;
  merge(*place->element, partial);
  return code::ok;
}

int set_text(json::object& card, std::string_view id, const std::string& text) {
  const auto place = find_element(card, id);
  if (!place) return code::card_element_not_updated;
  const std::string tag = text_at(*place->element, "tag");
  if (tag != "markdown" && tag != "plain_text") return code::card_element_no_text;
  (*place->element)["content"] = text;
  return code::ok;
}

int edit_in_batch(json::object& card, const json::array& actions) {
  if (actions.empty()) return code::card_param_invalid;
  for (const json::value& one : actions) {
    const json::object* const action = one.if_object();
    const json::object* const params = action ? object_at(*action, "params") : nullptr;
    if (!params) return code::card_param_invalid;
    const int refusal = act(card, text_at(*action, "action"), *params);
    if (refusal != code::ok) return refusal;
  }
  return code::ok;
}

}  // namespace stormlark::mock
