#pragma once

#include "mock_server/chats/groups.h"

#include <string>

namespace stormlark::mock {

/// What a user does with a group by hand. Everybody is named as scenarios name him.
struct GroupDeed {
  enum class What { add, remove, withdraw, rename, disband };
  What what = What::add;
  std::string group = {};
  std::string user = {};  ///< who does it
  /// Of `add`, `remove` and `withdraw`: a user, or a bot by its name or its app's id; empty: the
  /// one who does it joins or leaves.
  std::string whom = {};
  std::string title = {};  ///< of `rename`
};

/// Groups in the hands of users. Unlike one who merely writes, who is let in silently, all that is
/// done here is told to the apps in the group.
class UserGroups {
 public:
  UserGroups(Directory& directory, Groups& groups) : directory_(directory), groups_(groups) {}

  /// False where there is no such group, which `add` alone makes, or nobody such in it. Throws
  /// `invalid_argument` for what only its owner may do, and across tenants.
  bool perform(const GroupDeed& deed);

 private:
  /// Null where there is no such group yet.
  bool add(const Chat* known, const User& user, const GroupDeed& deed);
  bool take_out(const Chat& chat, const User& user, const GroupDeed& deed);

  Directory& directory_;
  Groups& groups_;
};

}  // namespace stormlark::mock
