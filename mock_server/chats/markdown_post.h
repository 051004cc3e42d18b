#pragma once

#include <string_view>

#include <boost/json/array.hpp>

namespace stormlark::mock {

/// The paragraphs of a post that the Markdown of an `md` node becomes: apps send such nodes, and
/// nobody reads one. How the platform does it is not published; readers see no markup.
boost::json::array paragraphs_of(std::string_view markdown);

}  // namespace stormlark::mock
