#pragma once

#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What is wrong with the JSON of a card entity: schema, size, number and ids of its elements.
/// `code::ok` for nothing. Keys of images and users are not looked at: bots use foreign ones.
int check_card(const boost::json::object& card);

}  // namespace stormlark::mock
