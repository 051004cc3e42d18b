#include "mock_server/api/chat_api.h"

#include "protocol/api.h"
#include "protocol/error_codes.h"

namespace stormlark::mock {

void ChatApi::add_to(Routes& routes) {
  const auto chat = [this](const ApiRequest& request) {
    return directory_.chat_name(request.id("chat_id"));
  };
  routes.add(
      protocol::operation::chat_get, [this](const ApiCall& call) { return get(call); }, chat);
}

Reply ChatApi::get(const ApiCall& call) {
  const Chat* chat = directory_.find_chat(call.id("chat_id"));
  if (!chat || !chat->has(call.app)) return answers_.failure(protocol::code::chat_invalid);
  return answers_.success({{"name", chat->type == "group" ? chat->name : std::string()},
                           {"avatar", ""},
                           {"description", ""},
                           {"chat_mode", chat->type},
                           {"chat_type", "private"},
                           {"chat_tag", "inner"},
                           {"external", false},
                           {"tenant_key", directory_.tenant_key()},
                           {"user_count", "1"},
                           {"bot_count", "1"},
                           {"chat_status", "normal"}});
}

}  // namespace stormlark::mock
