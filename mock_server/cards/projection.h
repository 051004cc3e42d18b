#pragma once

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What is left of a card where messages are read: its title and its texts and images, line by
/// line. The platform never gives back the JSON that was sent.
boost::json::object projection_of(const boost::json::object& card);

}  // namespace stormlark::mock
