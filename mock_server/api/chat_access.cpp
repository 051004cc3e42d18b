#include "mock_server/api/chat_access.h"

#include "protocol/error_codes.h"

#include <algorithm>

namespace stormlark::mock {

namespace code = protocol::code;

ChatAccess any_chat(const Directory& directory, const ApiCall& call) {
  const Chat* const chat = directory.find_chat(call.id("chat_id"));
  if (!chat) return {nullptr, code::chat_invalid};
  if (chat->tenant != call.app.tenant) return {nullptr, code::chat_of_another_tenant};
  return {chat, code::ok};
}

ChatAccess own_chat(const Directory& directory, const ApiCall& call) {
  const ChatAccess found = any_chat(directory, call);
  if (found.chat && !found.chat->has(call.app)) return {nullptr, code::chat_outside};
  return found;
}

ChatAccess own_group(const Directory& directory, const ApiCall& call) {
  const ChatAccess found = own_chat(directory, call);
  if (!found.chat) return found;
  if (found.chat->type != "group") return {nullptr, code::chat_kind_unfit};
  if (found.chat->dissolved) return {nullptr, code::chat_dissolved};
  return found;
}

bool is_user_id_type(std::string_view id_type) {
  return std::ranges::find(user_id_types, id_type) != user_id_types.end();
}

std::string id_type_of(const ApiCall& call, std::string_view parameter) {
  std::string id_type = call.query(parameter);
  return id_type.empty() ? "open_id" : id_type;
}

Routes::Target chat_in_path(const Directory& directory) {
  return [&directory](const ApiRequest& request) {
    return directory.chat_name(request.id("chat_id"));
  };
}

}  // namespace stormlark::mock
