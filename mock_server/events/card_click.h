#pragma once

#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace stormlark::mock {

/// A user presses a button of a card, or uses another of its elements.
struct CardClick {
  std::string user;     ///< by name
  std::string message;  ///< id of the bot's card
  /// What the button was authored with, an object or a string; null where it has none.
  boost::json::value value = nullptr;
  /// Further members of `action`, such as `tag` (`button` where it is not told), `name`, `option`
  /// or `form_value`.
  boost::json::object more = {};
};

}  // namespace stormlark::mock
