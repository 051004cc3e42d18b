#include "mock_server/api/reaction_api.h"

#include "mock_server/api/chat_access.h"
#include "mock_server/api/message_access.h"
#include "mock_server/api/page.h"
#include "mock_server/chats/emoji.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <map>
#include <vector>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr std::size_t queries_max = 20;
constexpr std::int64_t page_size_max = 10;

std::vector<const Reaction*> chosen(const std::list<Reaction>& all, std::string_view emoji) {
  std::vector<const Reaction*> found;
  for (const Reaction& one : all) {
    if (emoji.empty() || one.emoji == emoji) found.push_back(&one);
  }
  return found;
}

const std::string& id_of_reaction(const Reaction* reaction) {
  return reaction->id;
}

/// As one of many: the emoji stands directly in it.
json::object item_of(const Reaction& reaction, const App& reader) {
  json::object item = to_json(reaction, reader);
  item.erase("reaction_type");
  item["emoji_type"] = reaction.emoji;
  return item;
}

json::array counts_of(const std::vector<const Reaction*>& reactions) {
  std::map<std::string_view, int> by_emoji;
  for (const Reaction* one : reactions) ++by_emoji[one->emoji];
  json::array counts;
  for (const auto& [emoji, count] : by_emoji) {
    counts.push_back(json::object{{"reaction_type", emoji}, {"count", count}});
  }
  return counts;
}

}  // namespace

void ReactionApi::add_to(Routes& routes) {
  const auto serve = [this](Serve with) {
    return [this, with](const ApiCall& call) { return about_message(call, with); };
  };
  routes.add("im.reaction.create", serve(&ReactionApi::create));
  routes.add("im.reaction.list", serve(&ReactionApi::list));
  routes.add("im.reaction.delete", serve(&ReactionApi::remove));
  routes.add("im.reaction.batch_query", [this](const ApiCall& call) { return list_many(call); });
}

Reply ReactionApi::about_message(const ApiCall& call, Serve serve) {
  const Message* const message = known_message(messages_, call.app, call.id("message_id"));
  if (!message) return answers_.failure(code::message_not_found);
  if (!message->chat->has(call.app)) return answers_.failure(code::reaction_not_allowed);
  return (this->*serve)(call, *message);
}

Reply ReactionApi::create(const ApiCall& call, const Message& message) {
  const auto& body = call.json();
  const json::object* const type = body ? protocol::object_at(*body, "reaction_type") : nullptr;
  const auto emoji = type ? protocol::string_at(*type, "emoji_type") : std::nullopt;
  if (!emoji) return answers_.failure(code::field_validation, "emoji_type is required");
  if (!is_emoji(*emoji)) return answers_.failure(code::reaction_invalid);
  if (message.type == "system") return answers_.failure(code::reaction_message_unfit);
  if (message.recalled) return answers_.failure(code::message_deleted);
  if (message.chat->dissolved) return answers_.failure(code::chat_dissolved);
  return answers_.success(to_json(reactions_.add(message, {.app = &call.app}, *emoji), call.app));
}

Reply ReactionApi::list(const ApiCall& call, const Message& message) {
  const std::string emoji = call.query("reaction_type");
  if (!emoji.empty() && !is_emoji(emoji)) return answers_.failure(code::reaction_invalid);
  const std::string id_type = id_type_of(call, "user_id_type");
  if (!is_user_id_type(id_type)) return answers_.failure(code::reaction_id_type_invalid);
  const auto found = chosen(reactions_.of(message), emoji);
  const auto page = page_of(call, found, id_of_reaction);
  if (!page) return answers_.failure(code::reaction_page_unknown);
  return answers_.success(
      page->with([&](std::size_t i) { return to_json(*found[i], call.app, id_type); }));
}

Reply ReactionApi::list_many(const ApiCall& call) {
  const auto& body = call.json();
  const auto* const queries = body ? body->if_contains("queries") : nullptr;
  const bool some = queries && queries->is_array() && !queries->get_array().empty();
  if (!some || queries->get_array().size() > queries_max) {
    return answers_.failure(code::field_validation, "queries must be 1 to 20 messages");
  }
  const std::string emoji = protocol::text_at(*body, "reaction_type");
  if (!emoji.empty() && !is_emoji(emoji)) return answers_.failure(code::reaction_invalid);
  const auto size = protocol::integer_at(*body, "page_size_per_message").value_or(page_size_max);
  if (size < 1 || size > page_size_max) {
    return answers_.failure(code::field_validation, "page_size_per_message must be 1 to 10");
  }
  Batch batch;
  for (const json::value& query : queries->get_array()) {
    const json::object* const asked = query.if_object();
    list_one(call, asked ? *asked : json::object(), emoji, static_cast<std::size_t>(size), batch);
  }
  return answers_.success({{"success_msg_reaction_details", std::move(batch.details)},
                           {"success_msg_reaction_counts", std::move(batch.counts)},
                           {"fail_msg_reaction_details", std::move(batch.failures)}});
}

void ReactionApi::list_one(const ApiCall& call, const json::object& query, std::string_view emoji,
                           std::size_t page_size, Batch& to) const {
  const std::string id = protocol::text_at(query, "message_id");
  const auto fail = [&](std::string_view why) {
    to.failures.push_back(json::object{{"message_id", id}, {"fail_reason", why}});
  };
  const Message* const message = known_message(messages_, call.app, id);
  if (!message) return fail("invalid");
  if (!message->chat->has(call.app)) return fail("no_permission");
  const auto found = chosen(reactions_.of(*message), emoji);
  const auto page =
      page_of(found, id_of_reaction, page_size, protocol::text_at(query, "page_token"));
  if (!page) return fail("invalid_page_token");
  json::object detail = page->with([&](std::size_t i) { return item_of(*found[i], call.app); },
                                   "message_reaction_items");
  detail["message_id"] = id;
  to.details.push_back(std::move(detail));
  to.counts.push_back(json::object{{"message_id", id}, {"reaction_count", counts_of(found)}});
}

Reply ReactionApi::remove(const ApiCall& call, const Message& message) {
  const Reaction* const reaction = reactions_.find(message, call.id("reaction_id"));
  if (!reaction) return answers_.failure(code::reaction_unknown);
  if (reaction->actor.app != &call.app) return answers_.failure(code::reaction_of_another);
  if (message.chat->dissolved) return answers_.failure(code::chat_dissolved);
  const json::object gone = to_json(*reaction, call.app);
  reactions_.remove(*reaction);
  return answers_.success(gone);
}

}  // namespace stormlark::mock
