#include "mock_server/operations.h"

#include "protocol/api.h"
#include "protocol/discovery.h"

#include <algorithm>
#include <array>

namespace stormlark::mock {
namespace {

namespace operation = protocol::operation;
namespace path = protocol::path;

constexpr auto table = std::to_array<Operation>({
    {operation::discovery, "POST", protocol::discovery_path},
    {operation::tenant_token, "POST", path::tenant_token},
    {operation::app_token, "POST", path::app_token},
    {"auth.app_ticket_resend", "POST", "/open-apis/auth/v3/app_ticket/resend"},
    {"auth.app_access_token.store", "POST", "/open-apis/auth/v3/app_access_token"},
    {"auth.tenant_access_token.store", "POST", "/open-apis/auth/v3/tenant_access_token"},

    {operation::bot_info, "GET", path::bot_info},
    {"bot.basic_batch", "GET", "/open-apis/bot/v3/bots/basic_batch"},
    {"bot.hook", "POST", "/open-apis/bot/v2/hook/:token"},
    {"bot.ping", "POST", "/open-apis/bot/v1/openclaw_bot/ping"},
    {"application.get", "GET", "/open-apis/application/v6/applications/:app_id"},
    {"application.scopes", "GET", "/open-apis/application/v6/scopes"},

    {"contact.user.get", "GET", "/open-apis/contact/v3/users/:user_id"},
    {"contact.user.batch", "GET", "/open-apis/contact/v3/users/batch"},
    {"contact.user.basic_batch", "POST", "/open-apis/contact/v3/users/basic_batch"},
    {"contact.user.batch_get_id", "POST", "/open-apis/contact/v3/users/batch_get_id"},

    {operation::message_create, "POST", path::messages},
    {operation::message_list, "GET", path::messages},
    {operation::message_get, "GET", "/open-apis/im/v1/messages/:message_id"},
    {operation::message_reply, "POST", "/open-apis/im/v1/messages/:message_id/reply"},

    {"im.message.mget", "GET", "/open-apis/im/v1/messages/mget"},
    {"im.message.update", "PUT", "/open-apis/im/v1/messages/:message_id"},
    {"im.message.patch", "PATCH", "/open-apis/im/v1/messages/:message_id"},
    {"im.message.delete", "DELETE", "/open-apis/im/v1/messages/:message_id"},
    {"im.message.forward", "POST", "/open-apis/im/v1/messages/:message_id/forward"},
    {"im.message.merge_forward", "POST", "/open-apis/im/v1/messages/merge_forward"},
    {"im.message.read_users", "GET", "/open-apis/im/v1/messages/:message_id/read_users"},
    {"im.message.push_follow_up", "POST", "/open-apis/im/v1/messages/:message_id/push_follow_up"},
    {"im.message.urgent_app", "PATCH", "/open-apis/im/v1/messages/:message_id/urgent_app"},
    {"im.message.urgent_sms", "PATCH", "/open-apis/im/v1/messages/:message_id/urgent_sms"},
    {"im.message.urgent_phone", "PATCH", "/open-apis/im/v1/messages/:message_id/urgent_phone"},
    {"im.thread.forward", "POST", "/open-apis/im/v1/threads/:thread_id/forward"},
    {"im.image.create", "POST", "/open-apis/im/v1/images"},
    {"im.image.get", "GET", "/open-apis/im/v1/images/:image_key"},
    {"im.file.create", "POST", "/open-apis/im/v1/files"},
    {"im.file.get", "GET", "/open-apis/im/v1/files/:file_key"},
    {"im.message_resource.get", "GET", "/open-apis/im/v1/messages/:message_id/resources/:file_key"},

    {"im.reaction.create", "POST", "/open-apis/im/v1/messages/:message_id/reactions"},
    {"im.reaction.list", "GET", "/open-apis/im/v1/messages/:message_id/reactions"},
    {"im.reaction.batch_query", "POST", "/open-apis/im/v1/messages/reactions/batch_query"},
    {"im.reaction.delete", "DELETE",
     "/open-apis/im/v1/messages/:message_id/reactions/:reaction_id"},

    {"im.pin.create", "POST", "/open-apis/im/v1/pins"},
    {"im.pin.list", "GET", "/open-apis/im/v1/pins"},
    {"im.pin.delete", "DELETE", "/open-apis/im/v1/pins/:message_id"},

    {"cardkit.card.create", "POST", "/open-apis/cardkit/v1/cards"},
    {"cardkit.card.id_convert", "POST", "/open-apis/cardkit/v1/cards/id_convert"},
    {"cardkit.card.update", "PUT", "/open-apis/cardkit/v1/cards/:card_id"},
    {"cardkit.card.settings", "PATCH", "/open-apis/cardkit/v1/cards/:card_id/settings"},
    {"cardkit.card.batch_update", "POST", "/open-apis/cardkit/v1/cards/:card_id/batch_update"},
    {"cardkit.element.create", "POST", "/open-apis/cardkit/v1/cards/:card_id/elements"},
    {"cardkit.element.update", "PUT", "/open-apis/cardkit/v1/cards/:card_id/elements/:element_id"},
    {"cardkit.element.patch", "PATCH", "/open-apis/cardkit/v1/cards/:card_id/elements/:element_id"},
    {"cardkit.element.delete", "DELETE",
     "/open-apis/cardkit/v1/cards/:card_id/elements/:element_id"},
    {"cardkit.element.content", "PUT",
     "/open-apis/cardkit/v1/cards/:card_id/elements/:element_id/content"},

    {"card.delayed_update", "POST", "/open-apis/interactive/v1/card/update"},

    {operation::chat_get, "GET", "/open-apis/im/v1/chats/:chat_id"},
    {"im.chat.list", "GET", path::chats},
    {"im.chat.search", "GET", "/open-apis/im/v1/chats/search"},
    {"im.chat.batch_query", "POST", "/open-apis/im/v1/chats/batch_query"},
    {"im.chat_p2p.batch_query", "POST", "/open-apis/im/v1/chat_p2p/batch_query"},
    {"im.chat.create", "POST", path::chats},
    {"im.chat.update", "PUT", "/open-apis/im/v1/chats/:chat_id"},
    {"im.chat.delete", "DELETE", "/open-apis/im/v1/chats/:chat_id"},
    {"im.chat_members.get", "GET", "/open-apis/im/v1/chats/:chat_id/members"},
    {"im.chat_members.bots", "GET", "/open-apis/im/v1/chats/:chat_id/members/bots"},
    {"im.chat_members.is_in_chat", "GET", "/open-apis/im/v1/chats/:chat_id/members/is_in_chat"},
    {"im.chat_members.create", "POST", "/open-apis/im/v1/chats/:chat_id/members"},
    {"im.chat_members.delete", "DELETE", "/open-apis/im/v1/chats/:chat_id/members"},
    {"im.chat_members.me_join", "PATCH", "/open-apis/im/v1/chats/:chat_id/members/me_join"},
});

}  // namespace

std::span<const Operation> operations() {
  return table;
}

bool gives_tokens(std::string_view operation) {
  return operation.starts_with("auth.");
}

const Operation* find_operation(std::string_view name) {
  const auto found = std::ranges::find(table, name, &Operation::name);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace stormlark::mock
