#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::mock {

/// A piece of a text: plain, or one `<at user_id="…">name</at>`.
struct TextPiece {
  std::string text;     ///< as it stands in the text
  std::string user_id;  ///< of the one who is mentioned; empty for plain text
};

/// Cuts a text at its mentions, in order; the pieces' texts together are the text.
std::vector<TextPiece> pieces_of(std::string_view text);

/// A link `[text](href)`, and the plain text in front of it.
struct TextLink {
  std::string before;
  std::string text;
  std::string href;
  std::size_t end = 0;  ///< where the text goes on
};
std::optional<TextLink> first_link(std::string_view text);

}  // namespace stormlark::mock
