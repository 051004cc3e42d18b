#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

namespace stormlark::protocol {

// How JSON from peers is read: what is absent, null or of another type is simply not there.

/// Fails with `FrameErrc::bad_json` for anything that is not a JSON object.
boost::system::result<boost::json::object> parse_object(std::string_view text);

const boost::json::object* object_at(const boost::json::object& object, std::string_view key);
std::optional<std::string> string_at(const boost::json::object& object, std::string_view key);
/// As `string_at`, with the empty string for absent.
std::string text_at(const boost::json::object& object, std::string_view key);
/// The strings of an array, without what else is in it; empty for absent.
std::vector<std::string> strings_at(const boost::json::object& object, std::string_view key);
/// Nothing where it is out of range, too.
std::optional<int> int_at(const boost::json::object& object, std::string_view key);
std::optional<std::int64_t> integer_at(const boost::json::object& object, std::string_view key);

}  // namespace stormlark::protocol
