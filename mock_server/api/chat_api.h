#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/chats/groups.h"

#include <string_view>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What apps ask of chats, and the groups that they make, change and dissolve.
class ChatApi {
 public:
  ChatApi(Directory& directory, Groups& groups, Answers& answers)
      : directory_(directory), groups_(groups), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply get(const ApiCall& call);
  Reply list(const ApiCall& call);
  Reply search(const ApiCall& call);
  Reply get_many(const ApiCall& call);
  Reply find_p2ps(const ApiCall& call);
  Reply create(const ApiCall& call);
  Reply update(const ApiCall& call);
  Reply dissolve(const ApiCall& call);

  using Chats = std::vector<const Chat*>;
  Reply page_with(const ApiCall& call, const Chats& chats);
  /// A chat's line in a list.
  static boost::json::object item(const ApiCall& call, const Chat& chat);
  static boost::json::object details(const ApiCall& call, const Chat& chat);

  Directory& directory_;
  Groups& groups_;
  Answers& answers_;
};

}  // namespace stormlark::mock
