#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/chats/groups.h"
#include "mock_server/chats/message_content.h"

#include <vector>

#include <boost/json/array.hpp>

namespace stormlark::mock {

/// Who is in a chat, and whom apps add and remove.
class MemberApi {
 public:
  MemberApi(Directory& directory, Groups& groups, Answers& answers)
      : directory_(directory), groups_(groups), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  /// Those whom a body's `id_list` names.
  struct Named {
    Groups::Users users;
    Groups::Bots bots;
    boost::json::array unknown;
  };

  Reply list(const ApiCall& call);
  Reply list_bots(const ApiCall& call);
  Reply is_in_chat(const ApiCall& call);
  Reply add(const ApiCall& call);
  Reply remove(const ApiCall& call);
  Reply join(const ApiCall& call);

  Named named_by(const App& by, const std::vector<std::string>& ids,
                 const std::string& id_type) const;

  /// A wish to change who is in a group: which, and who; or why it cannot even be looked at.
  struct Wish {
    const Chat* chat = nullptr;
    std::string id_type = {};
    Named named = {};
    Refusal refusal = {};
  };
  Wish wish_of(const ApiCall& call) const;

  Directory& directory_;
  Groups& groups_;
  Answers& answers_;
};

}  // namespace stormlark::mock
