#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::mock {

/// Changes a card's JSON; returns `code::ok`, or why it cannot. Then the JSON is of no use.
using CardEdit = std::function<int(boost::json::object& card)>;

/// Members of `from` replace those of `into`; objects are merged, so that what a caller does not
/// name stays.
void merge(boost::json::object& into, const boost::json::object& from);

/// `{config, card_link}`; one of them at least.
int edit_settings(boost::json::object& card, const boost::json::object& settings);

/// `how` is insert_before or insert_after the target, or append: to the target, where one is named
/// and can hold elements, else to the card.
int add_elements(boost::json::object& card, std::string_view how, std::string_view target,
                 const boost::json::array& elements);
int remove_element(boost::json::object& card, std::string_view id);
/// The new element keeps the id where it brings none.
int replace_element(boost::json::object& card, std::string_view id, boost::json::object element);
/// Everything but the tag may change.
int patch_element(boost::json::object& card, std::string_view id,
                  const boost::json::object& partial);
/// The whole text so far; only texts and markdown take one.
int set_text(boost::json::object& card, std::string_view id, const std::string& text);

/// `[{action, params}]`, one after the other.
int edit_in_batch(boost::json::object& card, const boost::json::array& actions);

}  // namespace stormlark::mock
