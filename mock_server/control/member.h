#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

enum class MemberKind { text, integer, flag, span, texts, object, list, any };

/// One member of a JSON object that the control API takes or gives. What is documented is what is
/// checked: both come from here.
struct Member {
  std::string_view name;
  MemberKind kind = MemberKind::text;
  std::string_view what;  ///< in words that go on with "is wanted": `the name of a chat`
  bool required = false;
  std::vector<std::string_view> words = {};  ///< the only texts that there are; empty: any text
  int smallest = 0;                          ///< of an integer
  int largest = std::numeric_limits<int>::max();
};

using Members = std::vector<Member>;

/// What is wrong with an object that should have these members and no others; empty when all is
/// well.
std::string problem_with(const boost::json::object& object, const Members& members);

/// A query's texts as what the members want: numbers where integers are wanted, and so on. What
/// cannot be that stays a text, for `problem_with` to complain of.
boost::json::object from_query(std::string_view target, const Members& members);

/// The JSON Schema of an object with these members.
boost::json::object schema_of(const Members& members);
/// The schema of one member's value.
boost::json::object schema_of(const Member& member);

}  // namespace stormlark::mock
