#include "mock_server/control/user_desk.h"

#include "mock_server/control/app_member.h"
#include "protocol/json.h"
#include "runtime/base64.h"

#include <stdexcept>

#include <boost/json/parse.hpp>

namespace stormlark::mock {

namespace json = boost::json;
using enum MemberKind;
using protocol::text_at;

namespace {

const Member user_member{
    .name = "user", .what = "the name of a user; alice@b is of the tenant b", .required = true};
const Member message_member{.name = "message", .what = "the id of a message", .required = true};
const Member emoji_member{
    .name = "emoji", .what = "the name of an emoji, such as THUMBSUP", .required = true};

Members of_message() {
  return {
      {.name = "chat", .what = "the name or the id of a chat", .required = true},
      {.name = "chat_type",
       .what = "the kind of chat; default: group where there is one of that name, else p2p",
       .words = {"p2p", "group"}},
      {.name = "user", .what = "who writes; default: the chat's name, in groups `user`"},
      {.name = "text", .what = "what the user writes"},
      {.name = "post", .kind = object, .what = "a post instead: title, and content as paragraphs"},
      {.name = "image", .kind = object, .what = "an image instead: data in base64, or a key"},
      {.name = "file", .kind = object, .what = "a file instead: name, and data in base64 or a key"},
      {.name = "mentions",
       .kind = texts,
       .what = "names of users, ids of apps, names of bots, or all; default in groups: the bot"},
      {.name = "reply_to", .what = "the id of the message that this one answers"},
      {.name = "in_thread", .kind = flag, .what = "whether the answer stands in a thread"},
      {.name = "token", .what = "a part of the text by which answers are told apart"},
      app_member(),
  };
}

Members of_click() {
  return {
      user_member,
      message_member,
      {.name = "value", .kind = any, .what = "what the button was authored with"},
      {.name = "action",
       .kind = object,
       .what = "further members of the action: tag, name, option, form_value"},
  };
}

Members of_outcome() {
  return {
      {.name = "code", .kind = integer, .what = "of the error that the user sees; 0 for none"},
      {.name = "why", .what = "what went wrong"},
      {.name = "toast", .kind = object, .what = "type and content; absent without one"},
      {.name = "card", .kind = object, .what = "the card from now on; absent where it stays"},
  };
}

Members of_attachment(bool is_image) {
  Members members{{.name = "data", .what = "the bytes in base64"},
                  {.name = "key", .what = "the key of what was uploaded"}};
  if (!is_image) members.push_back({.name = "name", .what = "the file's name", .required = true});
  return members;
}

}  // namespace

void UserDesk::add_to(ControlRoutes& routes) {
  add_messages(routes);
  add_reactions(routes);
  add_others(routes);
}

void UserDesk::add_messages(ControlRoutes& routes) {
  routes.add({.method = "POST",
              .pattern = "/v1/messages",
              .id = "writeMessage",
              .summary = "A user writes",
              .takes = of_message(),
              .gives = {message_member},
              .serve = at_once([this](const ControlCall& call) { return write(call); })});
  routes.add({.method = "DELETE",
              .pattern = "/v1/messages/:message",
              .id = "recallMessage",
              .summary = "A user takes his message back",
              .gives = {{.name = "recalled", .what = "the id of the message"}},
              .serve = at_once([this](const ControlCall& call) { return recall(call); })});
}

void UserDesk::add_reactions(ControlRoutes& routes) {
  const Members takes{user_member, message_member, emoji_member};
  const Members gives{{.name = "reacted", .kind = flag, .what = "whether the reaction is there"}};
  routes.add({.method = "POST",
              .pattern = "/v1/reactions",
              .id = "addReaction",
              .summary = "A user reacts to a message",
              .takes = takes,
              .gives = gives,
              .serve = at_once([this](const ControlCall& call) { return react(call, true); })});
  routes.add({.method = "DELETE",
              .pattern = "/v1/reactions",
              .id = "removeReaction",
              .summary = "A user takes his reaction back",
              .takes = takes,
              .gives = gives,
              .serve = at_once([this](const ControlCall& call) { return react(call, false); })});
}

void UserDesk::add_others(ControlRoutes& routes) {
  routes.add({.method = "POST",
              .pattern = "/v1/clicks",
              .id = "clickCard",
              .summary = "A user clicks on a card, and waits for what he sees of it",
              .takes = of_click(),
              .gives = of_outcome(),
              .serve = [this](ControlCall call) { return click(std::move(call)); }});
  routes.add({.method = "POST",
              .pattern = "/v1/menu",
              .id = "chooseMenu",
              .summary = "A user chooses an entry of the bot's menu",
              .takes = {user_member,
                        {.name = "key", .what = "the entry's event key", .required = true},
                        app_member()},
              .gives = {{.name = "chosen", .what = "the entry's event key"}},
              .serve = at_once([this](const ControlCall& call) { return choose_menu(call); })});
  routes.add({.method = "POST",
              .pattern = "/v1/enter",
              .id = "enterChat",
              .summary = "A user opens the chat with the bot",
              .takes = {user_member, app_member()},
              .gives = {{.name = "entered", .what = "the name of the user"}},
              .serve = at_once([this](const ControlCall& call) { return enter(call); })});
}

HttpResponse UserDesk::write(const ControlCall& call) {
  UserMessage message;
  message.chat = call.text("chat");
  message.chat_type = call.text("chat_type");
  message.user = call.text("user");
  message.text = call.text("text");
  message.token = call.text("token");
  message.reply_to = call.text("reply_to");
  message.in_thread = call.flag("in_thread");
  message.app_id = app_in(call, platform_);
  if (call.has("mentions")) message.mentions = protocol::strings_at(call.members, "mentions");
  read_content(call, message);
  return control_answer({{"message", platform_.accept(message)}});
}

void UserDesk::read_content(const ControlCall& call, UserMessage& message) {
  int contents = message.text.empty() ? 0 : 1;
  const json::object* said = nullptr;
  for (const std::string_view type : {"post", "image", "file"}) {
    const json::object* const content = protocol::object_at(call.members, type);
    if (!content) continue;
    ++contents;
    message.type = type;
    said = content;
  }
  if (contents == 0) {
    throw std::invalid_argument("text: what the user writes is wanted, or a post, image or file");
  }
  if (contents > 1) throw std::invalid_argument("a message is a text, a post, an image or a file");
  if (message.text.find(message.token) == message.text.npos) {
    throw std::invalid_argument("token: it must be part of the text");
  }
  if (said)
    message.content = message.type == "post" ? *said : attached(*said, message.type == "image");
}

json::object UserDesk::attached(const json::object& said, bool is_image) {
  const std::string what = is_image ? "image: " : "file: ";
  const std::string problem = problem_with(said, of_attachment(is_image));
  if (!problem.empty()) throw std::invalid_argument(what + problem);
  std::string key = text_at(said, "key");
  if (key.empty()) {
    auto bytes = base64_decode(text_at(said, "data"));
    if (!bytes || bytes->empty()) {
      throw std::invalid_argument(what + "data: bytes in base64 are wanted, or a key");
    }
    key = platform_.upload(
        {.is_image = is_image, .name = text_at(said, "name"), .bytes = std::move(*bytes)});
  } else if (const Resource* known = platform_.find_resource(key);
             !known || known->is_image != is_image) {
    throw std::invalid_argument(what + "key: nothing was uploaded as " + key);
  }
  if (is_image) return {{"image_key", key}};
  return {{"file_key", key}, {"file_name", text_at(said, "name")}};
}

HttpResponse UserDesk::recall(const ControlCall& call) {
  const std::string& id = call.name("message");
  if (!platform_.recall(id)) {
    return control_complaint(404, "no user's message " + id + " stands in a chat");
  }
  return control_answer({{"recalled", id}});
}

HttpResponse UserDesk::react(const ControlCall& call, bool added) {
  if (!platform_.react(call.text("user"), call.text("message"), call.text("emoji"), added)) {
    return control_complaint(404, added ? "no such message stands in a chat of the user"
                                        : "the user has no such reaction to take back");
  }
  return control_answer({{"reacted", added}});
}

awaitable<HttpOutcome> UserDesk::click(ControlCall call) {
  CardClick click{.user = call.text("user"), .message = call.text("message")};
  if (call.has("value")) click.value = call.members.at("value");
  if (call.has("action")) click.more = call.members.at("action").as_object();
  const CallbackOutcome outcome = co_await platform_.click(std::move(click));
  json::object answer{{"code", outcome.code}, {"why", outcome.why}};
  if (outcome.toast) answer["toast"] = *outcome.toast;
  if (outcome.card) answer["card"] = json::parse(*outcome.card);
  co_return control_answer(answer);
}

HttpResponse UserDesk::choose_menu(const ControlCall& call) {
  const std::string key = call.text("key");
  platform_.choose_menu(call.text("user"), key, app_in(call, platform_));
  return control_answer({{"chosen", key}});
}

HttpResponse UserDesk::enter(const ControlCall& call) {
  const std::string user = call.text("user");
  platform_.enter_chat(user, app_in(call, platform_));
  return control_answer({{"entered", user}});
}

}  // namespace stormlark::mock
