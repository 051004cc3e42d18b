#include "mock_server/api/message_receipts.h"

#include "mock_server/api/chat_access.h"
#include "mock_server/api/message_access.h"
#include "mock_server/api/page.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr Clock::duration receipts_life = 7 * 24h;

struct Reader {
  const User* user = nullptr;
  std::int64_t since_ms = 0;
};

/// Nobody here says that he reads: who has written since, has read what stood there.
std::vector<Reader> readers_of(const Messages& messages, const Message& message) {
  const auto& chat = messages.of_chat(*message.chat);
  std::vector<Reader> readers;
  for (auto later = std::ranges::find(chat, &message); later != chat.end(); ++later) {
    const User* user = (*later)->user;
    if (!user || std::ranges::find(readers, user, &Reader::user) != readers.end()) continue;
    readers.push_back({user, (*later)->created_ms});
  }
  return readers;
}

}  // namespace

void MessageReceipts::add_to(Routes& routes) {
  routes.add("im.message.read_users", [this](const ApiCall& call) { return read_users(call); });
  const auto urge_all = [this](const ApiCall& call) { return urge(call); };
  routes.add("im.message.urgent_app", urge_all);
  routes.add("im.message.urgent_sms", urge_all);
  routes.add("im.message.urgent_phone", urge_all);
}

Reply MessageReceipts::read_users(const ApiCall& call) {
  const std::string id_type = call.query("user_id_type");
  if (!is_user_id_type(id_type)) {
    return answers_.failure(code::field_validation,
                            "user_id_type must be open_id, union_id or user_id");
  }
  const auto [message, problem] = standing_message(messages_, call);
  if (!message) return answers_.failure(problem);
  if (!message->is_by(call.app)) return answers_.failure(code::not_the_sender);
  if (messages_.age(*message) > receipts_life) return answers_.failure(code::receipts_too_old);

  const std::vector<Reader> readers = readers_of(messages_, *message);
  const auto page =
      page_of(call, readers, [](const Reader& reader) { return reader.user->union_id; });
  if (!page) return answers_.failure(code::message_invalid, "invalid page_token");
  return answers_.success(page->with([&](std::size_t i) {
    const Reader& reader = readers[i];
    return json::object{{"user_id_type", id_type},
                        {"user_id", id_of(*reader.user, id_type, call.app)},
                        {"timestamp", std::to_string(reader.since_ms)},
                        {"tenant_key", reader.user->tenant->key}};
  }));
}

Reply MessageReceipts::urge(const ApiCall& call) {
  const auto& body = call.json();
  if (!body) return answers_.failure(code::message_invalid, body.error().message());
  const auto [message, problem] = standing_message(messages_, call);
  if (!message) return answers_.failure(problem);
  if (!message->is_by(call.app)) return answers_.failure(code::not_the_sender);

  const std::string id_type = id_type_of(call, "user_id_type");
  const auto ids = protocol::strings_at(*body, "user_id_list");
  json::array invalid;
  for (const std::string& id : ids) {
    const User* user = directory_.known_user(call.app, id_type, id);
    if (!user || !message->chat->has(*user)) invalid.emplace_back(id);
  }
  if (invalid.size() == ids.size()) {
    return answers_.failure(code::message_invalid, "invalid user_id_list");
  }
  return answers_.success({{"invalid_user_id_list", std::move(invalid)}});
}

}  // namespace stormlark::mock
