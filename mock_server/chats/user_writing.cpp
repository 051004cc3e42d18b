#include "mock_server/chats/user_writing.h"

#include "mock_server/chats/image_probe.h"
#include "mock_server/chats/post_content.h"
#include "protocol/event.h"
#include "protocol/json.h"

#include <algorithm>
#include <cctype>
#include <ranges>
#include <stdexcept>

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

namespace json = boost::json;

namespace {

const std::string everybody = "all";

/// Content in one language, as readers get it, in the form in which apps send it.
json::object in_languages(const json::object& post) {
  if (!post.contains("content")) return post;
  return {{"zh_cn", post}};
}

/// The names that a message mentions: where it says nothing of that, the bot's in a group.
std::vector<std::string> mentioned(const UserMessage& message, const App& app) {
  if (message.mentions) return *message.mentions;
  if (message.chat_type != "group") return {};
  return {app.options.id};
}

/// Whether a name that ends there goes on behind it: `bob` in `bobby`, `bob-2` and `bob@b`, not in
/// `bob, hi`.
bool goes_on(std::string_view name, std::string_view behind) {
  const auto is_letter = [&](std::size_t i) {
    if (i >= behind.size()) return false;
    const auto byte = static_cast<unsigned char>(behind[i]);
    // Languages without blanks follow a name in Latin letters directly.
    if (byte >= 0x80) return !name.empty() && static_cast<unsigned char>(name.back()) >= 0x80;
    return std::isalnum(byte) || byte == '_';
  };
  const bool joins = !behind.empty() && std::string_view("-.@").find(behind[0]) != behind.npos;
  return is_letter(0) || (joins && is_letter(1));
}

/// Where the text mentions somebody of that name, and nobody whose name only begins so.
std::size_t mention_in(std::string_view text, const std::string& name) {
  const std::string mention = "@" + name;
  std::size_t at = text.find(mention);
  while (at != text.npos && goes_on(name, text.substr(at + mention.size()))) {
    at = text.find(mention, at + 1);
  }
  return at;
}

}  // namespace

const Message& UserWriting::write(const UserMessage& message) {
  const Chat* chat = directory_.find_chat(message.chat);
  if (!chat && message.chat_type.empty()) chat = directory_.find_group(message.chat);
  return chat ? keep(placed_in(*chat, message)) : keep(message);
}

const Message& UserWriting::keep(const UserMessage& message) {
  const bool group = message.chat_type == "group";
  const std::string& name = message.user.empty() && !group ? message.chat : message.user;
  const User* const writer = name.empty() ? nullptr : &directory_.user(name);
  const Chat* const known_group = group ? directory_.find_group(message.chat) : nullptr;
  const App& app = app_of(message, writer, known_group);
  const User& user = writer ? *writer : directory_.user(name_in(app.tenant->name, "user"));
  const Chat* const known = group ? known_group : directory_.find_p2p(user, app);
  const Message* const target = target_of(message, known);
  Written content = written(message, app);

  if (!group && !message.user.empty()) check_place(message, user, app);
  const Chat& chat = group ? directory_.group(message.chat, *app.tenant)
                           : p2p_chats_.between(message.chat, user, app, {.user = &user});
  directory_.let_in(chat, user);
  const Message& kept = messages_.add({.chat = &chat,
                                       .user = &user,
                                       .app = &app,
                                       .type = message.type,
                                       .content = std::move(content.content),
                                       .mentions = std::move(content.mentions),
                                       .target = target,
                                       .in_thread = message.in_thread,
                                       .token = message.token});
  recorder_.add(
      history::MessageAccepted{.message = kept.id,
                               .app = app.options.id,
                               .chat = chat.name,
                               .chat_type = chat.type,
                               .user = user.name,
                               .token = message.token,
                               .text = message.type == "text" ? message.text : kept.content,
                               .purpose = message.purpose});
  const auto unread = unread_before(kept);
  if (!unread.empty()) publisher_.messages_read(app, user, unread);
  publisher_.message_received(kept);
  return kept;
}

/// The chat's name, where there is one already, is that of the writer's own chat with the bot.
void UserWriting::check_place(const UserMessage& message, const User& user, const App& app) const {
  const auto refuse = [&](std::string_view why) {
    throw std::invalid_argument(
        fmt::format("{} is not in the chat {}, which {}", user.name, message.chat, why));
  };
  const Chat* const own = directory_.find_p2p(user, app);
  if (own && (own->name == message.chat || own->id == message.chat)) return;
  for (const Chat& chat : directory_.chats()) {
    if (chat.name != message.chat) continue;
    if (chat.dissolved) refuse("was dissolved");
    if (chat.user && chat.user != &user) refuse("is " + chat.user->name + "'s with a bot");
  }
  if (own) refuse("is none yet: write in " + own->name);
}

UserMessage UserWriting::placed_in(const Chat& chat, UserMessage message) {
  message.chat_type = chat.type;
  if (!chat.user) return message;
  if (message.user.empty()) message.user = chat.user->name;
  if (message.user != chat.user->name) {
    throw std::invalid_argument(fmt::format("{} is not in the chat {}, which is {}'s with a bot",
                                            message.user, chat.id, chat.user->name));
  }
  message.app_id = chat.bots.front()->options.id;
  return message;
}

std::vector<const Message*> UserWriting::unread_before(const Message& message) const {
  std::vector<const Message*> unread;
  if (message.chat->type != "p2p") return unread;
  for (const Message* one :
       messages_.of_chat(*message.chat) | std::views::reverse | std::views::drop(1)) {
    if (one->user) break;
    if (!one->recalled) unread.push_back(one);
  }
  std::ranges::reverse(unread);
  return unread;
}

const App& UserWriting::app_of(const UserMessage& message, const User* writer,
                               const Chat* group) const {
  if (message.app_id.empty()) {
    for (const std::string& name : message.mentions.value_or(std::vector<std::string>())) {
      if (const App* app = directory_.named_bot(name, writer ? writer->tenant : nullptr))
        return *app;
    }
    const bool is_his = group && (!writer || writer->tenant == group->tenant);
    if (is_his && !group->bots.empty()) return *group->bots.front();
    if (!writer) return directory_.app(0);
  }
  return writer ? directory_.app_for(*writer, message.app_id) : directory_.app(message.app_id);
}

std::string UserWriting::id_for(const std::string& name, const App& app) {
  if (name == everybody) return name;
  Actor who{.app = directory_.named_bot(name, app.tenant)};
  if (!who) who = directory_.anybody(name);
  if (!who) who.user = &directory_.person(name);
  if (who.user) check_tenant(*who.user, *app.tenant);
  return who.open_id(app);
}

const Message* UserWriting::target_of(const UserMessage& message, const Chat* chat) const {
  if (message.reply_to.empty()) return nullptr;
  const Message* const target = messages_.find(message.reply_to);
  if (target && target->chat == chat && !target->recalled) return target;
  throw std::invalid_argument("the chat " + message.chat + " has no message " + message.reply_to);
}

Written UserWriting::written(const UserMessage& message, const App& app) {
  if (message.type == "text") return write_down_text(message, app);
  if (message.type == "post") return write_down_post(message, app);
  return {.content = json::serialize(message.content)};
}

Written UserWriting::write_down_text(const UserMessage& message, const App& app) {
  const auto names = mentioned(message, app);
  if (names.empty()) return {.content = protocol::text_content(message.text)};
  std::string text = message.text;
  std::string before;  // mentions of which the text itself says nothing
  for (const std::string& name : names) {
    const std::string mention = fmt::format("<at user_id=\"{}\"></at>", id_for(name, app));
    const std::size_t at = mention_in(text, name);
    if (at == std::string::npos) {
      before += mention + " ";
    } else {
      text.replace(at, name.size() + 1, mention);
    }
  }
  return written_with_mentions("text", protocol::text_content(before + text), app);
}

Written UserWriting::write_down_post(const UserMessage& message, const App& app) {
  json::object post = in_languages(message.content);
  if (!is_post(post)) {
    throw std::invalid_argument(
        "a post has a title and, in content, paragraphs of nodes such as "
        "[[{\"tag\": \"text\", \"text\": \"hi\"}]]");
  }
  post = {{"zh_cn", as_read(post)}};
  json::array& paragraphs = post.at("zh_cn").at("content").as_array();
  std::vector<std::string> said;
  for (json::value& paragraph : paragraphs) {
    for (json::value& node : paragraph.as_array()) {
      json::object& object = node.as_object();
      if (protocol::text_at(object, "tag") != "at") continue;
      said.push_back(id_for(protocol::text_at(object, "user_id"), app));
      object["user_id"] = said.back();
    }
  }
  json::array before;  // mentions of which the post itself says nothing
  for (const std::string& name : mentioned(message, app)) {
    const std::string id = id_for(name, app);
    const bool is_said = std::ranges::find(said, id) != said.end();
    if (!is_said) before.push_back({{"tag", "at"}, {"user_id", id}});
  }
  if (!before.empty()) paragraphs.insert(paragraphs.begin(), std::move(before));
  return written_with_mentions("post", json::serialize(post), app);
}

Written UserWriting::written_with_mentions(std::string_view type, const std::string& content,
                                           const App& app) {
  return write_down(type, content,
                    [&](std::string_view id) { return directory_.colleague(*app.tenant, id); });
}

std::string UserWriting::upload(UserFile file) {
  Resource resource{.is_image = file.is_image, .type = "stream", .name = std::move(file.name)};
  resource.content_type = media_type_of(resource.type);
  if (file.is_image) {
    const auto facts = probe_image(file.bytes);
    if (!facts) throw std::invalid_argument("the image is none, or of an unknown format");
    resource.type = "message";
    resource.content_type = facts->content_type;
  }
  resource.bytes = std::move(file.bytes);
  return resources_.add(std::move(resource)).key;
}

}  // namespace stormlark::mock
