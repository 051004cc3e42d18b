#include "mock_server/chats/markdown_post.h"

#include "mock_server/chats/inline_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/regex.hpp>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

constexpr std::string_view fence = "```";

using Styles = std::vector<std::string_view>;

json::object text_node(std::string_view text, const Styles& styles) {
  json::object node{{"tag", "text"}, {"text", text}};
  if (!styles.empty()) node["style"] = json::array(styles.begin(), styles.end());
  return node;
}

/// A stretch of a line, of which readers see something else than what was written.
struct Stretch {
  std::size_t begin = 0;
  std::size_t length = 0;
};

struct Marked : Stretch {
  std::string inside;
  std::string_view style;  ///< none for code
};

std::optional<Marked> first_marked(std::string_view text) {
  static const boost::regex marks(
      R"(`([^`]+)`|\*\*(.+?)\*\*|~~(.+?)~~|\*([^*\s][^*]*)\*|\b_([^_]+)_\b)");
  static constexpr std::array<std::string_view, 5> styles = {"", "bold", "lineThrough", "italic",
                                                             "italic"};
  boost::cmatch found;
  if (!boost::regex_search(text.data(), text.data() + text.size(), found, marks)) {
    return std::nullopt;
  }
  Marked marked;
  marked.begin = static_cast<std::size_t>(found.position());
  marked.length = static_cast<std::size_t>(found.length());
  for (int group = 1; group <= static_cast<int>(styles.size()); ++group) {
    if (!found[group].matched) continue;
    marked.inside = found[group].str();
    marked.style = styles[static_cast<std::size_t>(group) - 1];
  }
  return marked;
}

struct Mentioned : Stretch {
  std::string user_id;
};

std::optional<Mentioned> first_mentioned(std::string_view text) {
  std::size_t at = 0;
  for (const TextPiece& piece : pieces_of(text)) {
    if (!piece.user_id.empty()) return Mentioned{{at, piece.text.size()}, piece.user_id};
    at += piece.text.size();
  }
  return std::nullopt;
}

std::string without_marks(std::string_view text) {
  std::string seen;
  while (const auto marked = first_marked(text)) {
    seen.append(text.substr(0, marked->begin)).append(without_marks(marked->inside));
    text.remove_prefix(marked->begin + marked->length);
  }
  return seen.append(text);
}

/// What begins first is read first, with all that is in it.
void add_inline(std::string_view text, const Styles& styles, json::array& to) {
  while (!text.empty()) {
    const auto marked = first_marked(text);
    const auto link = first_link(text);
    const auto mention = first_mentioned(text);
    std::size_t plain = text.size();
    if (marked) plain = std::min(plain, marked->begin);
    if (link) plain = std::min(plain, link->before.size());
    if (mention) plain = std::min(plain, mention->begin);
    if (plain > 0) to.push_back(text_node(text.substr(0, plain), styles));
    if (plain == text.size()) return;
    if (marked && marked->begin == plain) {
      if (marked->style.empty()) {
        to.push_back(text_node(marked->inside, styles));
      } else {
        Styles inner = styles;
        inner.push_back(marked->style);
        add_inline(marked->inside, inner, to);
      }
      text.remove_prefix(marked->begin + marked->length);
    } else if (link && link->before.size() == plain) {
      to.push_back({{"tag", "a"}, {"text", without_marks(link->text)}, {"href", link->href}});
      text.remove_prefix(link->end);
    } else {
      to.push_back({{"tag", "at"}, {"user_id", mention->user_id}});
      text.remove_prefix(mention->begin + mention->length);
    }
  }
}

/// A line without what marks it as a heading, a quotation or an item of a list.
json::array line_of(std::string_view line) {
  static const boost::regex heading("#{1,6} +");
  static const boost::regex quotation("> ?");
  static const boost::regex item("( *)[-*+] +");
  Styles styles;
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
    styles.push_back("bold");
  } else if (!begins_with(quotation) && begins_with(item)) {
    paragraph.push_back(text_node(mark[1].str() + "• ", {}));
  }
  add_inline(line, styles, paragraph);
  return paragraph;
}

}  // namespace

json::array paragraphs_of(std::string_view markdown) {
  json::array paragraphs;
  json::object* code = nullptr;
  bool is_first_line = false;  // of the code
  for (const auto part : markdown | std::views::split('\n')) {
    const std::string_view line(part.begin(), part.end());
    if (line.starts_with(fence)) {
      if (!code) {
        paragraphs.push_back(json::array{json::object{
            {"tag", "code_block"}, {"language", line.substr(fence.size())}, {"text", ""}}});
      }
      code = code ? nullptr : &paragraphs.back().as_array().front().as_object();
      is_first_line = true;
    } else if (code) {
      json::string& text = code->at("text").as_string();
      if (!std::exchange(is_first_line, false)) text += "\n";
      text += line;
    } else {
      paragraphs.push_back(line_of(line));
    }
  }
  return paragraphs;
}

}  // namespace stormlark::mock
