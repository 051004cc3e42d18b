#pragma once

#include <string>
#include <string_view>

namespace stormlark {

/// Writes one JSON object as text, member by member, in their order: for what is written so often
/// that to build a tree of it first would be most of the work. Keys are plain words.
class JsonText {
 public:
  /// `room`: about as many bytes as the text will have.
  explicit JsonText(std::size_t room = 64);
  /// Goes on with an object that is text already.
  explicit JsonText(std::string object);

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
  std::string take();

 private:
  char* make_room(std::size_t bytes);
  /// Writes the key, and gives the place of a value that has so many bytes.
  char* begin(std::string_view key, std::size_t bytes);

  // Longer than what is written so far: to let a string grow with each piece takes twice as long.
  std::string text_;
  std::size_t end_;  ///< of what is written
};

}  // namespace stormlark
