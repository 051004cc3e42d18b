#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

namespace stormlark::mock {

/// Why the platform refuses something: a code and what it appends to the code's text. Code 0 for
/// nothing.
struct Refusal {
  int code = 0;
  std::string detail;

  explicit operator bool() const { return code != 0; }
};

/// What keeps a body from being a message that an app wants to send, by its field.
std::string flaw_in_message(const boost::system::result<boost::json::object>& body);

/// What is wrong with the content that an app gives a message of this type. That images, files,
/// chats and users exist is not looked at.
Refusal check_content(std::string_view type, const std::string& content);

/// Whether a card may be changed after it was sent: cards of the old kind must allow it.
bool allows_updates(const std::string& card);

}  // namespace stormlark::mock
