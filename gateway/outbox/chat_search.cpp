#include "gateway/outbox/chat_search.h"

#include "protocol/json.h"

namespace stormlark::gateway {
namespace {

namespace json = boost::json;
using protocol::object_at;
using protocol::text_at;

constexpr int pages_max = 40;

std::string text_of(const json::object& message) {
  const json::object* body = object_at(message, "body");
  if (!body) return {};
  const auto content = protocol::parse_object(text_at(*body, "content"));
  return content ? text_at(*content, "text") : std::string();
}

bool is_sent_by(const json::object& message, const std::string& app_id) {
  const json::object* sender = object_at(message, "sender");
  return sender && text_at(*sender, "id") == app_id;
}

bool is_the_reply(const json::object& message, const std::string& app_id, const Obligation& owed) {
  if (!is_sent_by(message, app_id)) return false;
  // A reply that had to become a plain message has no parent.
  const std::string parent = text_at(message, "parent_id");
  if (!parent.empty() && parent != owed.message_id) return false;
  const std::string text = text_of(message);
  return text == owed.text || text == possibly_repeated(owed.text);
}

}  // namespace

awaitable<ChatSearch> find_reply(PlatformApi& api, std::string app_id, Obligation owed) {
  using Found = ChatSearch::Found;
  ChatSearch search;
  std::string page_token;
  for (int page = 0; page < pages_max; ++page) {
    search.outcome = co_await api.messages(owed.chat_id, page_token);
    if (!search.outcome.ok()) co_return search;
    const json::value* items = search.outcome.data.if_contains("items");
    if (!items || !items->is_array()) co_return search;
    for (const json::value& item : items->get_array()) {
      if (!item.is_object()) continue;
      const json::object& message = item.get_object();
      if (is_the_reply(message, app_id, owed)) search.found = Found::there;
      if (text_at(message, "message_id") == owed.message_id) search.found = Found::absent;
      if (search.found != Found::unknown) co_return search;
    }
    page_token = text_at(search.outcome.data, "page_token");
    const json::value* more = search.outcome.data.if_contains("has_more");
    if (page_token.empty() || !more || !more->is_bool() || !more->get_bool()) {
      search.found = Found::absent;
      co_return search;
    }
  }
  co_return search;
}

std::string possibly_repeated(const std::string& text) {
  return "(possibly repeated) " + text;
}

}  // namespace stormlark::gateway
