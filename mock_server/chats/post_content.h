#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::mock {

/// Whether a post is as apps may send it: a title and paragraphs for each of its languages, made of
/// nodes that the platform knows.
bool is_post(const boost::json::object& content);

/// A post that apps may send, as everybody reads it afterwards: its first language alone, with
/// `md` nodes spelled out as text, links and mentions.
boost::json::object as_read(const boost::json::object& post);

}  // namespace stormlark::mock
