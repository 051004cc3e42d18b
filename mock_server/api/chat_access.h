#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/directory.h"

#include <array>
#include <string>
#include <string_view>

namespace stormlark::mock {

/// A chat that a call is about, or the code of why the app cannot have it.
struct ChatAccess {
  const Chat* chat = nullptr;
  int code = 0;
};

/// The chat that the path names, wherever in its tenant the app's bot may be.
ChatAccess any_chat(const Directory& directory, const ApiCall& call);
/// As above, when the app's bot is in it.
ChatAccess own_chat(const Directory& directory, const ApiCall& call);
/// As above, when it is a group that can still change.
ChatAccess own_group(const Directory& directory, const ApiCall& call);

/// As what ids of users may be asked for, or given.
inline constexpr std::array<std::string_view, 3> user_id_types = {"open_id", "union_id", "user_id"};
bool is_user_id_type(std::string_view id_type);
/// The call's parameter of that name; `open_id` where it has none.
std::string id_type_of(const ApiCall& call, std::string_view parameter);

/// How histories name the chat in the path.
Routes::Target chat_in_path(const Directory& directory);

}  // namespace stormlark::mock
