#pragma once

#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::mock {

/// Reads the body of a CardKit call, in which most members are texts that hold JSON. The first
/// thing that is wrong with it is kept.
class CardFields {
 public:
  explicit CardFields(const boost::system::result<boost::json::object>& body);

  /// A text of 1 to 100000 characters.
  std::string text(std::string_view name);
  /// A text that holds an object, or an array.
  boost::json::object object(std::string_view name);
  boost::json::array array(std::string_view name);
  std::string optional_text(std::string_view name);
  /// A card: what stands as `{type, data}` under `name`, or, where that is empty, at the top.
  struct CardData {
    std::string type;
    boost::json::object json;
  };
  CardData card(std::string_view name = {});
  int sequence();
  std::string uuid();

  /// `code::ok` while all is well.
  int refusal() const { return refusal_; }
  const std::string& detail() const { return detail_; }

 private:
  std::string required(const boost::json::object& from, std::string_view name);
  void refuse(int code, std::string detail);

  boost::json::object body_;
  int refusal_ = 0;
  std::string detail_;
};

}  // namespace stormlark::mock
