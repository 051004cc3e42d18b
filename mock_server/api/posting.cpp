#include "mock_server/api/posting.h"

#include "mock_server/api/message_access.h"
#include "mock_server/api/query_check.h"
#include "mock_server/cards/projection.h"
#include "mock_server/characters.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

namespace code = protocol::code;

namespace {

constexpr std::size_t uuid_characters_max = 50;

/// How an answer says why a card could not be built; clients read the number.
std::string sub_error(int code) {
  const std::string_view why = code == code::card_param_invalid
                                   ? "the card was sent already, and can be sent once"
                                   : protocol::describe(code).meaning;
  return fmt::format("ErrCode: {}; ErrMsg: {}; ErrorValue: ;", code, why);
}

/// What a sender is called besides; of a bot also the id by which mentions name it. Custom bots
/// have none.
void add_names(boost::json::object& sender, const Message& message, const App& reader) {
  const Actor who = message.author();
  sender["sender_name"] = who.called();
  if (who.app && !who.app->open_ids.empty()) sender["open_bot_id"] = who.open_id(reader);
}

/// Users by ids of the type that the reader asked for.
void say_users(boost::json::object& object, const Message& message, const App& reader,
               std::string_view id_type) {
  const auto say = [&](boost::json::object& holder, const User* user) {
    if (!user) return;
    holder["id"] = id_of(*user, id_type, reader);
    holder["id_type"] = id_type;
  };
  say(object.at("sender").as_object(), message.user);
  auto* const mentions = object.if_contains("mentions");
  for (std::size_t i = 0; mentions && i < message.mentions.size(); ++i) {
    say(mentions->as_array().at(i).as_object(), message.mentions[i].who.user);
  }
}

}  // namespace

std::string visible_text(const Message& message) {
  if (message.type != "text") return message.content;
  return protocol::text_at(protocol::parse_object(message.content).value(), "text");
}

Refusal Posting::check_receiver_type(const ApiCall& call) {
  static constexpr std::array<std::string_view, 6> types = {"chat_id", "open_id", "union_id",
                                                            "user_id", "email",   "thread_id"};
  const std::string type = call.query("receive_id_type");
  if (type.empty()) return {code::field_validation, "receive_id_type is required"};
  if (std::ranges::find(types, type) != types.end()) return {};
  return {code::field_validation, "receive_id_type is none of its options"};
}

Refusal Posting::check_uuid(const std::string& uuid) {
  if (characters(uuid) <= uuid_characters_max) return {};
  return {code::field_validation, "uuid is longer than 50 characters"};
}

std::string Posting::receiver_name(const ApiRequest& request) const {
  const auto& body = request.json;
  return directory_.chat_name(body ? protocol::text_at(*body, "receive_id") : std::string());
}

Refusal Posting::check_image(const App& by, const boost::json::object& holder) const {
  const Resource* const image = resources_.find(protocol::text_at(holder, "image_key"));
  if (!image || !image->is_image) return {code::message_invalid, "invalid image_key"};
  if (image->app != &by) return {code::resource_of_another, {}};
  return {};
}

Refusal Posting::check_file(const App& by, const boost::json::object& holder,
                            std::string_view type) const {
  const Resource* const file = resources_.find(protocol::text_at(holder, "file_key"));
  if (!file || file->is_image) return {code::message_invalid, "invalid file_key"};
  if (file->app != &by) return {code::resource_of_another, {}};
  if (!type.empty() && file->type != type) return {code::file_type_unfit, {}};
  return {};
}

Refusal Posting::check_resources(const App& by, std::string_view type,
                                 const std::string& content) const {
  const auto object = protocol::parse_object(content);
  if (!object) return {};
  if (type == "image") return check_image(by, *object);
  if (type == "file") return check_file(by, *object, {});
  if (type == "audio") return check_file(by, *object, "opus");
  if (type == "post") return check_post(by, *object);
  return type == "media" ? check_media(by, *object) : Refusal{};
}

Refusal Posting::check_post(const App& by, const boost::json::value& part) const {
  Refusal refusal;
  if (const auto* const list = part.if_array()) {
    for (const auto& one : *list) {
      if (!refusal) refusal = check_post(by, one);
    }
  }
  const auto* const object = part.if_object();
  if (!object) return refusal;
  const std::string tag = protocol::text_at(*object, "tag");
  if (tag == "img") return check_image(by, *object);
  if (tag == "media") return check_media(by, *object);
  for (const auto& [key, value] : *object) {
    if (!refusal) refusal = check_post(by, value);
  }
  return refusal;
}

Refusal Posting::check_media(const App& by, const boost::json::object& holder) const {
  if (const Refusal refusal = check_file(by, holder, "mp4")) return refusal;
  return holder.contains("image_key") ? check_image(by, holder) : Refusal{};
}

Posting::Place Posting::find_place(const ApiCall& call, const std::string& receive_id) const {
  const std::string type = call.query("receive_id_type");
  Place place;
  if (type == "chat_id") {
    place.chat = directory_.known_chat(call.app, receive_id);
  } else if (type == "thread_id") {
    const auto& thread = known_thread(messages_, call.app, receive_id);
    if (thread.empty()) return {.code = code::thread_gone};
    place = {.chat = thread.front()->chat, .target = thread.front()};
  } else {
    if (type == "open_id" && directory_.is_of_another_app(call.app, receive_id)) {
      return {.code = code::open_id_cross_app};
    }
    const User* user = directory_.find_user(call.app, type, receive_id);
    if (user && user->tenant != call.app.tenant) return {.code = code::p2p_across_tenants};
    if (user) place.chat = directory_.find_p2p(*user, call.app);
    if (user && !place.chat) return {.partner = user};
  }
  if (!place.chat) return {.code = code::receiver_invalid};
  if (!place.chat->has(call.app)) return {.code = code::bot_not_in_chat};
  if (place.chat->dissolved) return {.code = code::chat_dissolved};
  return place;
}

int Posting::check_rate(const Place& place) {
  return place.chat ? rate_limits_.on_message(place.chat->id) : code::ok;
}

Reply Posting::post(const ApiCall& call, const Place& place, Message message,
                    const std::string& uuid) {
  const std::string card_id = Cards::id_in(message);
  if (const int busy = check_rate(place)) return answers_.failure(busy);
  const int refusal = card_id.empty() ? code::ok : cards_.refusal_to_send(call.app, card_id);
  if (refusal != code::ok) return answers_.failure(code::card_invalid, sub_error(refusal));
  const Message& kept = show(call, place, std::move(message), {uuid});
  if (!card_id.empty()) cards_.show(card_id, kept);
  publisher_.message_received(kept);
  return answers_.success(shown(kept, call.app));
}

const Message* Posting::folded(const ApiCall& call, const Uuid& uuid) {
  const Message* known = uuid.text.empty() ? nullptr : messages_.remembered(call.app, uuid.key());
  if (known) {
    recorder_.add(
        history::AnswerFolded{.call = call.call.number, .answer = known->id, .uuid = uuid.text});
  }
  return known;
}

const Message& Posting::show(const ApiCall& call, const Place& place, Message message,
                             const Uuid& uuid) {
  message.chat = place.chat;
  if (place.partner) {
    const User& partner = *place.partner;
    message.chat = &p2p_chats_.between(partner.name, partner, call.app, {.app = &call.app});
    rate_limits_.on_message(message.chat->id);
  }
  message.target = place.target;
  const Message& kept = messages_.add(std::move(message));
  if (!uuid.text.empty()) messages_.remember(call.app, uuid.key(), kept);
  const Message* answered = messages_.answered_by(kept);
  recorder_.add(history::AnswerVisible{.answer = kept.id,
                                       .message = answered ? answered->id : std::string(),
                                       .app = call.app.options.id,
                                       .chat = kept.chat->name,
                                       .peer = call.call.caller.peer,
                                       .call = call.call.number,
                                       .uuid = uuid.text,
                                       .text = visible_text(kept)});
  return kept;
}

Posting::Look Posting::look_of(const ApiCall& call) {
  return {.user_id_type = call.query("user_id_type"),
          .card_content = call.query("card_msg_content_type"),
          .sender_names = says_yes(call.query("with_sender_name"))};
}

boost::json::object Posting::shown(const Message& message, const App& reader,
                                   const Look& look) const {
  boost::json::object object = to_json(message, reader);
  if (!look.user_id_type.empty()) say_users(object, message, reader, look.user_id_type);
  if (look.sender_names) add_names(object.at("sender").as_object(), message, reader);
  if (message.type == "share_user" && !message.recalled) {
    object["body"] = boost::json::object{{"content", sharing_for(reader, message.content)}};
  }
  if (message.type != "interactive" || message.recalled) return object;
  const Card* const card = cards_.shown_by(message);
  const auto sent = protocol::parse_object(message.content);
  const boost::json::object raw = card ? card->json : sent ? *sent : boost::json::object{};
  const auto content = content_of_card(raw, look.card_content);
  object["body"] = boost::json::object{{"content", boost::json::serialize(content)}};
  return object;
}

Written Posting::write(std::string_view type, const std::string& content,
                       const WhoIs& who_is) const {
  if (type == "file" || type == "media" || type == "audio") {
    return {.content = as_uploaded(type, content)};
  }
  return write_down(type, content, who_is);
}

Written Posting::write(const App& by, std::string_view type, const std::string& content) const {
  return write(type, content, [&](std::string_view id) { return directory_.known(by, id); });
}

std::string Posting::as_uploaded(std::string_view type, const std::string& content) const {
  auto file = protocol::parse_object(content).value();
  const Resource* const uploaded = resources_.find(protocol::text_at(file, "file_key"));
  if (uploaded && type != "audio") file["file_name"] = uploaded->name;
  if (uploaded && type != "file" && uploaded->duration_ms) {
    file["duration"] = *uploaded->duration_ms;
  }
  return boost::json::serialize(file);
}

std::string Posting::sharing_for(const App& reader, const std::string& content) const {
  auto shared = protocol::parse_object(content).value();
  const Actor who = directory_.colleague(*reader.tenant, protocol::text_at(shared, "user_id"));
  if (who) shared["user_id"] = who.open_id(reader);
  return boost::json::serialize(shared);
}

}  // namespace stormlark::mock
