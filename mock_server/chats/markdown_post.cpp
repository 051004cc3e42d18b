#include "mock_server/chats/markdown_post.h"

#include "mock_server/chats/inline_text.h"

#include <ranges>
#include <string>

#include <boost/json/object.hpp>
#include <boost/regex.hpp>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

constexpr std::string_view fence = "```";

json::object text_node(std::string_view text, std::string_view style) {
  json::object node{{"tag", "text"}, {"text", text}};
  if (!style.empty()) node["style"] = json::array{style};
  return node;
}

/// Which of the groups of `marks` a style belongs to.
struct Mark {
  int group;
  std::string_view style;
};
constexpr Mark styles[] = {{1, "bold"}, {2, "lineThrough"}, {3, ""}, {4, "italic"}, {5, "italic"}};

void add_styled(std::string_view text, std::string_view base, json::array& to) {
  static const boost::regex marks(
      R"(\*\*(.+?)\*\*|~~(.+?)~~|`([^`]+)`|\*([^*\s][^*]*)\*|\b_([^_]+)_\b)");
  boost::cmatch found;
  while (boost::regex_search(text.data(), text.data() + text.size(), found, marks)) {
    const auto before = static_cast<std::size_t>(found.position());
    if (before > 0) to.push_back(text_node(text.substr(0, before), base));
    for (const auto& [group, style] : styles) {
      if (found[group].matched) to.push_back(text_node(found[group].str(), style));
    }
    text.remove_prefix(before + static_cast<std::size_t>(found.length()));
  }
  if (!text.empty()) to.push_back(text_node(text, base));
}

void add_links(std::string_view text, std::string_view base, json::array& to) {
  while (const auto link = first_link(text)) {
    if (!link->before.empty()) add_styled(link->before, base, to);
    to.push_back({{"tag", "a"}, {"text", link->text}, {"href", link->href}});
    text.remove_prefix(link->end);
  }
  if (!text.empty()) add_styled(text, base, to);
}

/// A line without what marks it as a heading, a quotation or an item of a list.
json::array line_of(std::string_view line) {
  static const boost::regex heading("#{1,6} +");
  static const boost::regex quotation("> ?");
  static const boost::regex item("( *)[-*+] +");
  std::string_view base;
  json::array paragraph;
  boost::cmatch mark;
  const auto begins_with = [&](const boost::regex& what) {
    const auto flags = boost::regex_constants::match_continuous;
    if (!boost::regex_search(line.data(), line.data() + line.size(), mark, what, flags)) {
      return false;
    }
    line.remove_prefix(static_cast<std::size_t>(mark.length()));
    return true;
  };
  if (begins_with(heading)) {
    base = "bold";
  } else if (!begins_with(quotation) && begins_with(item)) {
    paragraph.push_back(text_node(mark[1].str() + "• ", {}));
  }
  for (const TextPiece& piece : pieces_of(line)) {
    if (piece.user_id.empty()) {
      add_links(piece.text, base, paragraph);
    } else {
      paragraph.push_back({{"tag", "at"}, {"user_id", piece.user_id}});
    }
  }
  return paragraph;
}

}  // namespace

json::array paragraphs_of(std::string_view markdown) {
  json::array paragraphs;
  json::object* code = nullptr;
  for (const auto part : markdown | std::views::split('\n')) {
    const std::string_view line(part.begin(), part.end());
    if (line.starts_with(fence)) {
      if (!code)
        paragraphs.push_back(json::array{json::object{
            {"tag", "code_block"}, {"language", line.substr(fence.size())}, {"text", ""}}});
      code = code ? nullptr : &paragraphs.back().as_array().front().as_object();
    } else if (code) {
      json::string& text = code->at("text").as_string();
      if (!text.empty()) text += "\n";
      text += line;
    } else {
      paragraphs.push_back(line_of(line));
    }
  }
  return paragraphs;
}

}  // namespace stormlark::mock
