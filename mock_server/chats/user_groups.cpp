#include "mock_server/chats/user_groups.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace stormlark::mock {

namespace {

using What = GroupDeed::What;

void check_owner(const Chat& chat, const std::string& user) {
  if (chat.owner && chat.owner->name == user) return;
  const Actor owner{.user = chat.owner, .app = chat.owner_bot};
  throw std::invalid_argument(fmt::format("user: only its owner{} may do that to the group {}",
                                          owner ? ", " + owner.name() + "," : "", chat.name));
}

}  // namespace

bool UserGroups::perform(const GroupDeed& deed) {
  const Chat* const chat = directory_.find_group(deed.group);
  if (!chat && deed.what != What::add) return false;
  if (deed.what == What::disband) check_owner(*chat, deed.user);
  const User& user = directory_.user(deed.user);
  if (deed.what == What::add) return add(chat, user, deed);
  check_tenant(user, *chat->tenant);
  const Actor by{.user = &user};
  switch (deed.what) {
    case What::add:
      break;
    case What::remove:
    case What::withdraw:
      return take_out(*chat, user, deed);
    case What::rename:
      directory_.let_in(*chat, user);
      groups_.update(*chat, by, {.title = deed.title});
      return true;
    case What::disband:
      groups_.dissolve(*chat, by);
      return true;
  }
  return false;
}

bool UserGroups::add(const Chat* known, const User& user, const GroupDeed& deed) {
  const Tenant& tenant = known ? *known->tenant : *user.tenant;
  check_tenant(user, tenant);
  const bool joins = deed.whom.empty() || deed.whom == deed.user;
  const App* const bot = directory_.named_bot(deed.whom, &tenant);
  const User& newcomer = joins || bot ? user : directory_.person(deed.whom);
  check_tenant(newcomer, tenant);

  const Chat& chat = known ? *known : directory_.group(deed.group, tenant);
  const Actor by{.user = &user};
  if (!joins) directory_.let_in(chat, user);
  if (bot) {
    groups_.add(chat, by, Groups::Bots{bot});
  } else {
    groups_.add(chat, by, Groups::Users{&newcomer});
  }
  return true;
}

bool UserGroups::take_out(const Chat& chat, const User& user, const GroupDeed& deed) {
  const Actor by{.user = &user};
  if (const App* const bot = directory_.named_bot(deed.whom, chat.tenant)) {
    const bool there = chat.has(*bot);
    if (there) directory_.let_in(chat, user);
    groups_.remove(chat, by, Groups::Bots{bot});
    return there;
  }
  const User& gone = deed.whom.empty() ? user : directory_.person(deed.whom);
  if (!chat.has(gone)) return false;
  const bool withdrawn = deed.what == What::withdraw;
  if (&gone != &user && !withdrawn) check_owner(chat, user.name);
  groups_.remove(chat, by, Groups::Users{&gone}, withdrawn);
  return true;
}

}  // namespace stormlark::mock
