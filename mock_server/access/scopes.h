#pragma once

#include "mock_server/directory.h"

#include <string_view>
#include <vector>

namespace stormlark::mock {

// What apps may do and see is divided into scopes, which administrators grant.

using Scopes = std::vector<std::string_view>;

inline constexpr std::string_view scope_user_id = "contact:user.employee_id:readonly";
inline constexpr std::string_view scope_user_name = "contact:user.base:readonly";
inline constexpr std::string_view scope_user_email = "contact:user.email:readonly";

/// Those of which an app must hold one to call the operation; none for what everybody may.
const Scopes& scopes_for_call(std::string_view operation);

/// Whether the app may be told of such events.
bool may_be_told(const App& app, std::string_view event_type);
/// Whether the app may be told what is said in such chats; in groups more where its bot is
/// mentioned.
bool may_hear(const App& app, std::string_view chat_type, bool mentioned);

bool holds_any(const App& app, const Scopes& scopes);

/// All that the platform knows of, in order.
Scopes known_scopes();

}  // namespace stormlark::mock
