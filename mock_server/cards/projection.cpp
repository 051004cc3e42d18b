#include "mock_server/cards/projection.h"

#include "protocol/json.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace json = boost::json;
using protocol::object_at;
using protocol::string_at;

namespace {

void gather(const json::value& value, json::array& lines) {
  if (const auto* const array = value.if_array()) {
    for (const json::value& one : *array) gather(one, lines);
  }
  const auto* const object = value.if_object();
  if (!object) return;
  const auto text = string_at(*object, "content");
  const auto image = string_at(*object, "img_key");
  if (text && !text->empty()) {
    lines.push_back(json::array{json::object{{"tag", "text"}, {"text", *text}}});
  } else if (image) {
    lines.push_back(json::array{json::object{{"tag", "img"}, {"image_key", *image}}});
  }
  for (const auto& [key, member] : *object) gather(member, lines);
}

}  // namespace

json::object projection_of(const json::object& card) {
  const json::object* const header = object_at(card, "header");
  const json::object* const title = header ? object_at(*header, "title") : nullptr;
  const json::object* const body = object_at(card, "body");
  json::array lines;
  const json::value* const elements = (body ? *body : card).if_contains("elements");
  if (elements) gather(*elements, lines);
  return {{"title", title ? protocol::text_at(*title, "content") : std::string()},
          {"elements", std::move(lines)}};
}

json::object content_of_card(const json::object& card, std::string_view wanted) {
  if (wanted == "user_card_content") return {{"user_dsl", json::serialize(card)}};
  if (wanted == "raw_card_content") return {{"json_card", json::serialize(card)}};
  return projection_of(card);
}

}  // namespace stormlark::mock
