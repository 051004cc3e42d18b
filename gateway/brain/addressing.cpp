#include "gateway/brain/addressing.h"

#include "protocol/json.h"

#include <algorithm>
#include <optional>

#include <boost/regex.hpp>

namespace stormlark::gateway {

namespace json = boost::json;

namespace {

/// Older events do not say what is mentioned: who has no user id may be a bot.
bool names_bot(const json::object& mention) {
  const std::string type = protocol::text_at(mention, "mentioned_type");
  if (!type.empty()) return type == "bot";
  const json::object* const id = protocol::object_at(mention, "id");
  return !id || protocol::text_at(*id, "user_id").empty();
}

/// Whom the placeholder stands for; nothing where the event does not say it.
std::optional<json::object> mention_of(const std::string& placeholder,
                                       const protocol::MessageReceived& message) {
  for (const json::value& mention : message.mentions) {
    const json::object* const who = mention.if_object();
    if (who && protocol::text_at(*who, "key") == placeholder) return *who;
  }
  return std::nullopt;
}

}  // namespace

bool is_addressed(const protocol::MessageReceived& message) {
  if (message.chat_type == "p2p" || message.mentions.empty()) return true;
  return std::ranges::any_of(message.mentions, [](const json::value& mention) {
    return mention.is_object() && names_bot(mention.get_object());
  });
}

std::string addressed_text(const protocol::MessageReceived& message) {
  static const boost::regex placeholder("@_user_[0-9]+");  // as content spells mentions
  const std::string text = message.text();
  std::string said;
  auto rest = text.cbegin();
  for (boost::sregex_iterator found(text.begin(), text.end(), placeholder), end; found != end;
       ++found) {
    said.append(rest, (*found)[0].first);
    rest = (*found)[0].second;
    const auto who = mention_of(found->str(), message);
    const bool calls_bot = said.empty() && (!who || names_bot(*who));
    if (!calls_bot) said += who ? "@" + protocol::text_at(*who, "name") : found->str();
    while (calls_bot && rest != text.cend() && *rest == ' ') ++rest;
  }
  return said.append(rest, text.cend());
}

}  // namespace stormlark::gateway
