#pragma once

#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What is left of a card where messages are read: its title and its texts and images, line by
/// line.
boost::json::object projection_of(const boost::json::object& card);

/// The content of a card's message, by the reader's `card_msg_content_type`: the JSON that was sent
/// stands, as a text, in `user_dsl` for `user_card_content` and in `json_card` for
/// `raw_card_content`. Whoever asks for neither gets the projection.
boost::json::object content_of_card(const boost::json::object& card, std::string_view wanted);

}  // namespace stormlark::mock
