#pragma once

#include "mock_server/api/routes.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::mock {

/// The stretch of a list that a call's `page_size` and `page_token` ask for, the end excluded.
struct Page {
  std::size_t first = 0;
  std::size_t end = 0;
  std::string next = {};  ///< the token for what follows; empty where nothing does

  /// `{items, has_more, page_token}`, or another word for the first; the token only where more
  /// follows. `item` makes one of its place in the list.
  template <class ItemAt>
  boost::json::object with(const ItemAt& item, std::string_view word = "items") const {
    boost::json::array items;
    for (std::size_t i = first; i < end; ++i) items.push_back(item(i));
    boost::json::object page{{word, std::move(items)}, {"has_more", !next.empty()}};
    if (!next.empty()) page["page_token"] = next;
    return page;
  }
};

/// `size` items of a list, known by these ids, from behind the one that the token names. Where that
/// one is gone, from the place that it had. Nothing for a token that is none of ours.
std::optional<Page> page_of(const std::vector<std::string>& ids, std::size_t size,
                            const std::string& token);

/// How many items the call wants; twenty where it says nothing.
std::size_t page_size_of(const ApiCall& call);

/// As above; `id_of` names each member of the list, among them once.
template <class Members, class IdOf>
std::optional<Page> page_of(const Members& members, const IdOf& id_of, std::size_t size,
                            const std::string& token) {
  std::vector<std::string> ids;
  for (const auto& member : members) ids.push_back(id_of(member));
  return page_of(ids, size, token);
}

/// The page that the call asks for.
template <class Members, class IdOf>
std::optional<Page> page_of(const ApiCall& call, const Members& members, const IdOf& id_of) {
  return page_of(members, id_of, page_size_of(call), call.query("page_token"));
}

}  // namespace stormlark::mock
