#include "mock_server/control/group_desk.h"

namespace stormlark::mock {

using enum MemberKind;

namespace {

const Member group_member{
    .name = "group", .what = "the name of a group, or its id", .required = true};
const Member user_member{
    .name = "user", .what = "the name of the user who does it", .required = true};
const Member whom_member{
    .name = "whom", .what = "a user, the id of an app or the name of a bot; default: the user"};

GroupDeed deed_in(GroupDeed::What what, const ControlCall& call) {
  return {.what = what,
          .group = call.text("group"),
          .user = call.text("user"),
          .whom = call.text("whom"),
          .title = call.text("title")};
}

HttpResponse no_such_group(const ControlCall& call) {
  return control_complaint(404, "no group " + call.text("group") + " stands");
}

}  // namespace

void GroupDesk::add_to(ControlRoutes& routes) {
  const Members gives{{.name = "member", .kind = flag, .what = "whether he is in the group"}};
  routes.add({.method = "POST",
              .pattern = "/v1/members",
              .id = "addMember",
              .summary = "A user joins a group, or adds another or a bot",
              .takes = {group_member, user_member, whom_member},
              .gives = gives,
              .serve = at_once([this](const ControlCall& call) { return add(call); })});
  routes.add(
      {.method = "DELETE",
       .pattern = "/v1/members",
       .id = "removeMember",
       .summary = "A user leaves a group, or removes another or a bot",
       .takes = {group_member,
                 user_member,
                 whom_member,
                 {.name = "withdrawn", .kind = flag, .what = "whether an addition is taken back"}},
       .gives = gives,
       .serve = at_once([this](const ControlCall& call) { return remove(call); })});
  routes.add(
      {.method = "PATCH",
       .pattern = "/v1/groups",
       .id = "renameGroup",
       .summary = "A user renames a group",
       .takes = {group_member,
                 user_member,
                 {.name = "title", .what = "what people read from now on", .required = true}},
       .gives = {{.name = "title", .what = "what people read"}},
       .serve = at_once([this](const ControlCall& call) { return rename(call); })});
  routes.add({.method = "DELETE",
              .pattern = "/v1/groups",
              .id = "disbandGroup",
              .summary = "A group's owner disbands it",
              .takes = {group_member, user_member},
              .gives = {{.name = "disbanded", .what = "the group"}},
              .serve = at_once([this](const ControlCall& call) { return disband(call); })});
}

HttpResponse GroupDesk::add(const ControlCall& call) {
  platform_.act_on_group(deed_in(GroupDeed::What::add, call));
  return control_answer({{"member", true}});
}

HttpResponse GroupDesk::remove(const ControlCall& call) {
  const bool withdrawn = call.flag("withdrawn");
  const auto what = withdrawn ? GroupDeed::What::withdraw : GroupDeed::What::remove;
  if (platform_.act_on_group(deed_in(what, call))) return control_answer({{"member", false}});
  const std::string whom = call.text("whom", call.text("user"));
  return control_complaint(404,
                           "no group " + call.text("group") + " stands with " + whom + " in it");
}

HttpResponse GroupDesk::rename(const ControlCall& call) {
  const bool done = platform_.act_on_group(deed_in(GroupDeed::What::rename, call));
  return done ? control_answer({{"title", call.text("title")}}) : no_such_group(call);
}

HttpResponse GroupDesk::disband(const ControlCall& call) {
  const bool done = platform_.act_on_group(deed_in(GroupDeed::What::disband, call));
  return done ? control_answer({{"disbanded", call.text("group")}}) : no_such_group(call);
}

}  // namespace stormlark::mock
