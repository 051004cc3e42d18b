#include "mock_server/chats/inline_text.h"

namespace stormlark::mock {
namespace {

struct Tag {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string user_id;
};

/// The first whole `<at …>` from `from` on; a lone opening is plain text.
std::optional<Tag> next_mention(std::string_view text, std::size_t from) {
  static constexpr std::string_view opening = "<at user_id=\"";
  static constexpr std::string_view closing = "</at>";
  const std::size_t begin = text.find(opening, from);
  if (begin == text.npos) return std::nullopt;
  const std::size_t id = begin + opening.size();
  const std::size_t id_end = text.find('"', id);
  const std::size_t close = text.find(closing, id);
  if (id_end == text.npos || close == text.npos || id_end > close) return std::nullopt;
  return Tag{begin, close + closing.size(), std::string(text.substr(id, id_end - id))};
}

}  // namespace

std::vector<TextPiece> pieces_of(std::string_view text) {
  std::vector<TextPiece> pieces;
  std::size_t done = 0;
  const auto plain_until = [&](std::size_t end) {
    if (end > done) pieces.push_back({std::string(text.substr(done, end - done)), {}});
    done = end;
  };
  while (const auto tag = next_mention(text, done)) {
    plain_until(tag->begin);
    pieces.push_back({std::string(text.substr(tag->begin, tag->end - tag->begin)), tag->user_id});
    done = tag->end;
  }
  plain_until(text.size());
  return pieces;
}

std::optional<TextLink> first_link(std::string_view text) {
  const std::size_t middle = text.find("](");
  const std::size_t open = middle == text.npos ? text.npos : text.rfind('[', middle);
  const std::size_t close = middle == text.npos ? text.npos : text.find(')', middle);
  if (open == text.npos || close == text.npos) return std::nullopt;
  return TextLink{.before = std::string(text.substr(0, open)),
                  .text = std::string(text.substr(open + 1, middle - open - 1)),
                  .href = std::string(text.substr(middle + 2, close - middle - 2)),
                  .end = close + 1};
}

}  // namespace stormlark::mock
