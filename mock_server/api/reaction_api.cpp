#include "mock_server/api/reaction_api.h"

#include "mock_server/api/message_access.h"
#include "mock_server/api/page.h"
#include "mock_server/emoji.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

void ReactionApi::add_to(Routes& routes) {
  const auto serve = [this](Serve with) {
    return [this, with](const ApiCall& call) { return about_message(call, with); };
  };
  routes.add("im.reaction.create", serve(&ReactionApi::create));
  routes.add("im.reaction.list", serve(&ReactionApi::list));
  routes.add("im.reaction.delete", serve(&ReactionApi::remove));
}

Reply ReactionApi::about_message(const ApiCall& call, Serve serve) {
  const Message* const message = known_message(messages_, call.app, call.id("message_id"));
  if (!message) return answers_.failure(code::message_not_found);
  if (!message->chat->has(call.app)) return answers_.failure(code::reaction_not_allowed);
  return (this->*serve)(call, *message);
}

Reply ReactionApi::create(const ApiCall& call, const Message& message) {
  const auto body = protocol::parse_object(call.body());
  const json::object* const type = body ? protocol::object_at(*body, "reaction_type") : nullptr;
  const auto emoji = type ? protocol::string_at(*type, "emoji_type") : std::nullopt;
  if (!emoji) return answers_.failure(code::field_validation, "emoji_type is required");
  if (!is_emoji(*emoji)) return answers_.failure(code::reaction_invalid);
  if (message.type == "system") return answers_.failure(code::reaction_message_unfit);
  return answers_.success(to_json(reactions_.add(message, {.app = &call.app}, *emoji)));
}

Reply ReactionApi::list(const ApiCall& call, const Message& message) {
  const std::string emoji = call.query("reaction_type");
  if (!emoji.empty() && !is_emoji(emoji)) return answers_.failure(code::reaction_invalid);
  json::array found;
  for (const Reaction& one : reactions_.of(message)) {
    if (emoji.empty() || one.emoji == emoji) found.push_back(to_json(one));
  }
  const auto page = page_of(call, found.size());
  if (!page) return answers_.failure(code::reaction_page_unknown);
  return answers_.success(
      page->with(json::array(found.begin() + page->first, found.begin() + page->end)));
}

Reply ReactionApi::remove(const ApiCall& call, const Message& message) {
  const Reaction* const reaction = reactions_.find(message, call.id("reaction_id"));
  if (!reaction) return answers_.failure(code::reaction_unknown);
  if (reaction->actor.app != &call.app) return answers_.failure(code::reaction_of_another);
  const json::object gone = to_json(*reaction);
  reactions_.remove(*reaction);
  return answers_.success(gone);
}

}  // namespace stormlark::mock
