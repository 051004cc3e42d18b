#pragma once

#include <string>
#include <string_view>

namespace stormlark {

/// Writes one JSON object as text, member by member, in their order: for what is sent so often that
/// to build a tree of it first would be most of the work. Keys are plain words.
class JsonText {
 public:
  /// `room`: about as many bytes as the text will have.
  explicit JsonText(std::size_t room = 0) {
    text_.reserve(room);
    text_ += '{';
  }
  /// Goes on with an object that is text already.
  explicit JsonText(std::string object) : text_(std::move(object)) { text_.pop_back(); }

  JsonText& add(std::string_view key, std::string_view value);
  /// Nothing where the value is empty.
  JsonText& add_if_any(std::string_view key, std::string_view value);
  /// A value that is JSON already.
  JsonText& add_json(std::string_view key, std::string_view json);

  /// What is added from now on is a member of an object that is a member itself, until it is
  /// closed.
  JsonText& open(std::string_view key);
  JsonText& close();

  /// The whole object; nothing can be added any more.
  std::string take() { return std::move(close().text_); }

 private:
  /// Writes the key, and makes room for so many bytes behind it.
  char* begin(std::string_view key, std::size_t bytes);

  std::string text_;
};

}  // namespace stormlark
