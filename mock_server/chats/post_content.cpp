#include "mock_server/chats/post_content.h"

#include "mock_server/chats/markdown_post.h"
#include "protocol/json.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace stormlark::mock {

namespace json = boost::json;
using protocol::string_at;
using protocol::text_at;

namespace {

/// A tag, what its node cannot be without, and whether it bears no other in its paragraph.
struct Node {
  std::string_view tag;
  std::string_view needs;
  bool alone = false;
};
constexpr auto nodes = std::to_array<Node>({{"text", "text"},
                                            {"a", "href"},
                                            {"at", "user_id"},
                                            {"img", "image_key", true},
                                            {"media", "file_key", true},
                                            {"emotion", "emoji_type"},
                                            {"hr", ""},
                                            {"code_block", "text"},
                                            {"md", "text", true}});

bool is_node(const json::value& value, std::size_t in_paragraph) {
  const json::object* node = value.if_object();
  if (!node) return false;
  const auto known = std::ranges::find(nodes, text_at(*node, "tag"), &Node::tag);
  if (known == nodes.end() || (known->alone && in_paragraph > 1)) return false;
  return known->needs.empty() || string_at(*node, known->needs).has_value();
}

bool is_paragraph(const json::value& value) {
  const json::array* paragraph = value.if_array();
  return paragraph && std::ranges::all_of(*paragraph, [&](const json::value& one) {
           return is_node(one, paragraph->size());
         });
}

bool is_language(const json::value& value) {
  const json::object* language = value.if_object();
  const json::value* content = language ? language->if_contains("content") : nullptr;
  const json::array* paragraphs = content ? content->if_array() : nullptr;
  return paragraphs && std::ranges::all_of(*paragraphs, is_paragraph);
}

/// `md` nodes stand alone in their paragraph and may hold several lines.
void add_paragraph(const json::array& paragraph, json::array& to) {
  const json::object* first = paragraph.empty() ? nullptr : paragraph.front().if_object();
  if (!first || text_at(*first, "tag") != "md") {
    to.push_back(paragraph);
    return;
  }
  for (json::value& read : paragraphs_of(text_at(*first, "text"))) to.push_back(std::move(read));
}

}  // namespace

bool is_post(const json::object& content) {
  return !content.empty() && std::ranges::all_of(content, [](const json::key_value_pair& one) {
    return is_language(one.value());
  });
}

json::object as_read(const json::object& post) {
  const json::object& language = post.begin()->value().as_object();
  json::array paragraphs;
  for (const json::value& paragraph : language.at("content").as_array()) {
    add_paragraph(paragraph.as_array(), paragraphs);
  }
  return {{"title", text_at(language, "title")}, {"content", std::move(paragraphs)}};
}

}  // namespace stormlark::mock
