#include "mock_server/platform.h"

#include "mock_server/api/bot_api.h"
#include "mock_server/api/card_api.h"
#include "mock_server/api/chat_api.h"
#include "mock_server/api/contact_api.h"
#include "mock_server/api/delayed_update.h"
#include "mock_server/api/member_api.h"
#include "mock_server/api/message_api.h"
#include "mock_server/api/message_edits.h"
#include "mock_server/api/message_forward.h"
#include "mock_server/api/message_receipts.h"
#include "mock_server/api/pin_api.h"
#include "mock_server/api/reaction_api.h"
#include "mock_server/api/resource_api.h"
#include "mock_server/doors.h"
#include "mock_server/emoji.h"
#include "mock_server/events/callbacks.h"
#include "mock_server/events/publisher.h"
#include "mock_server/events/user_events.h"
#include "mock_server/task_failures.h"
#include "protocol/event.h"

#include <set>
#include <stdexcept>

#include <boost/json/parse.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

namespace {

constexpr std::size_t menu_key_characters_max = 30;

}  // namespace

struct Platform::Parts {
  Parts(World& w, history::Recorder& r, PlatformOptions o)
      : world(w), recorder(r), options(std::move(o)) {
    bot_api.add_to(routes);
    card_api.add_to(routes);
    chat_api.add_to(routes);
    contact_api.add_to(routes);
    member_api.add_to(routes);
    delayed_update.add_to(routes);
    hook_api.add_to(routes);
    message_api.add_to(routes);
    message_edits.add_to(routes);
    message_forward.add_to(routes);
    message_receipts.add_to(routes);
    pin_api.add_to(routes);
    reaction_api.add_to(routes);
    resource_api.add_to(routes);
  }

  /// The first app where no id is given.
  const App& app_of(const std::string& id) const {
    return id.empty() ? directory.app(0) : directory.app(id);
  }

  void strike(const std::string& name, const CloseConnections& fault);
  void strike(const std::string& name, const ExpireTokens&);
  void strike(const std::string& name, const TakeDown& fault);
  /// Other faults strike when something comes their way.
  template <class Other>
  void strike(const std::string&, const Other&) {}

  World& world;
  history::Recorder& recorder;
  PlatformOptions options;

  TaskGroup tasks{world.executor(), task_failures_to_log(world)};
  ActiveFaults faults{world, recorder};
  Directory directory{world.random().fork("directory"), options.apps};
  Messages messages{world.clock(), world.random().fork("messages"), options.uuid_memory};
  Cards cards{world.clock(), world.random().fork("cards"), recorder};
  Pins pins{world.clock()};
  Resources resources{world.random().fork("resources")};
  Tokens tokens{world.clock(), world.random().fork("tokens"), options.token_life};
  Tickets tickets{world.clock(), world.random().fork("tickets"), options};
  RateLimits rate_limits{world.clock(), options.rate_limits};
  Answers answers{world.clock(), world.random().fork("answers")};

  Connections connections{world, recorder, options, faults, tasks};
  Webhooks webhooks{world, options};
  Delivery delivery{world, recorder, options, faults, connections, webhooks, tasks};
  Publisher publisher{world.clock(), directory, delivery};
  Reactions reactions{world.clock(), world.random().fork("reactions"), recorder, directory,
                      publisher};
  Groups groups{world.clock(), recorder, directory, publisher};
  Callbacks callbacks{world, recorder, directory, messages, cards, delivery};

  FrontDesk front_desk{recorder, options, directory, tickets, connections, faults, answers};
  TokenApi token_api{directory, tokens, publisher, answers};
  Routes routes;
  BotApi bot_api{directory, answers};
  ContactApi contact_api{directory, answers};
  ChatApi chat_api{directory, groups, answers};
  MemberApi member_api{directory, groups, answers};
  Posting posting{recorder, directory, messages, cards, rate_limits, answers};
  MessageApi message_api{directory, messages, posting, answers};
  MessageEdits message_edits{recorder, messages, posting, publisher, answers};
  MessageForward message_forward{messages, posting, answers};
  MessageReceipts message_receipts{directory, messages, answers};
  DelayedUpdate delayed_update{callbacks, answers};
  CardApi card_api{messages, cards, answers};
  PinApi pin_api{directory, messages, pins, answers};
  ReactionApi reaction_api{messages, reactions, answers};
  ResourceApi resource_api{recorder, messages, resources, answers};
  Calls calls{world, recorder, faults, answers};
  HookApi hook_api{world, options, directory, posting, rate_limits, answers};
  HttpApi api{calls, front_desk, token_api, hook_api, rate_limits, routes, answers};
  Doors doors{world, recorder, api, tasks, options.tls};
};

Platform::Platform(World& world, history::Recorder& recorder, PlatformOptions options)
    : parts_(std::make_unique<Parts>(world, recorder, std::move(options))) {}

Platform::~Platform() = default;

Result<Endpoint> Platform::listen(std::string peer, Endpoint at) {
  return parts_->doors.listen(std::move(peer), std::move(at));
}

awaitable<void> Platform::stop() {
  parts_->doors.close_all();
  parts_->connections.close({}, CloseHow::fin, 0, "the platform stops");
  while (!parts_->tasks.empty()) {
    parts_->tasks.stop();
    co_await parts_->tasks.join();
  }
}

std::string Platform::accept(const UserMessage& message) {
  Directory& directory = parts_->directory;
  const App& app = parts_->app_of(message.app_id);
  const bool group = message.chat_type == "group";
  const std::string& default_user = group ? "user" : message.chat;
  const User& user = directory.user(message.user.empty() ? default_user : message.user);
  const Chat& chat = group ? directory.group(message.chat) : directory.p2p(message.chat, user, app);
  directory.let_in(chat, user);
  const std::string written = group ? "@_user_1 " + message.text : message.text;
  std::vector<Mention> mentions;
  if (group) mentions.push_back({"@_user_1", app.bot_open_id, app.options.bot_name});
  const Message& kept = parts_->messages.add({.chat = &chat,
                                              .user = &user,
                                              .app = &app,
                                              .content = protocol::text_content(written),
                                              .mentions = std::move(mentions),
                                              .token = message.token});
  parts_->recorder.add(history::MessageAccepted{.message = kept.id,
                                                .app = app.options.id,
                                                .chat = chat.name,
                                                .chat_type = chat.type,
                                                .user = user.name,
                                                .token = message.token,
                                                .text = message.text,
                                                .purpose = message.purpose});
  parts_->publisher.message_received(kept);
  return kept.id;
}

bool Platform::recall(const std::string& message_id) {
  const Message* message = parts_->messages.find(message_id);
  if (!message || !message->user || message->recalled) return false;
  parts_->messages.recall(message_id);
  parts_->recorder.add(history::MessageRecalled{
      .message = message_id, .chat = message->chat->name, .by = message->user->name});
  parts_->publisher.message_recalled(*message);
  return true;
}

bool Platform::react(const std::string& user_name, const std::string& message_id,
                     const std::string& emoji, bool added) {
  const Message* const message = parts_->messages.find(message_id);
  if (!message || !is_emoji(emoji)) return false;
  const User& user = parts_->directory.user(user_name);
  const Chat& chat = *message->chat;
  if (chat.type == "group") parts_->directory.let_in(chat, user);
  if (!chat.has(user)) return false;
  if (added) {
    parts_->reactions.add(*message, {.user = &user}, emoji);
    return true;
  }
  const Reaction* const there = parts_->reactions.find(*message, {.user = &user}, emoji);
  if (there) parts_->reactions.remove(*there);
  return there != nullptr;
}

awaitable<CallbackOutcome> Platform::click(CardClick click) {
  return parts_->callbacks.click(std::move(click));
}

void Platform::choose_menu(const std::string& user, const std::string& event_key,
                           const std::string& app_id) {
  if (event_key.empty() || event_key.size() > menu_key_characters_max) {
    throw std::invalid_argument("a menu's event key has 1 to 30 characters");
  }
  using std::chrono::seconds;
  const auto now = parts_->world.clock().wall_now().time_since_epoch();
  parts_->publisher.tell(parts_->app_of(app_id), event_menu,
                         menu_chosen(parts_->directory.user(user), event_key,
                                     std::chrono::duration_cast<seconds>(now).count()));
}

void Platform::enter_chat(const std::string& user, const std::string& app_id) {
  const App& app = parts_->app_of(app_id);
  const User& who = parts_->directory.user(user);
  const Chat& chat = parts_->directory.p2p(user, who, app);
  const auto& messages = parts_->messages.of_chat(chat);
  parts_->publisher.tell(app, event_chat_entered,
                         chat_entered(chat, who, messages.empty() ? nullptr : messages.back()));
}

bool Platform::verify_by_count(const std::string& app_id) {
  const std::size_t live = connections(app_id);
  parts_->recorder.add(history::ConnectionVerified{
      .app = app_id, .by = "count", .ok = live > 0, .connections = static_cast<int>(live)});
  return live > 0;
}

awaitable<bool> Platform::verify_by_probe(std::string app_id, Clock::duration within) {
  const auto probe = co_await parts_->connections.probe(app_id, within);
  const bool ok = probe.answered > 0 && probe.answered == probe.asked;
  parts_->recorder.add(history::ConnectionVerified{
      .app = app_id, .by = "probe", .ok = ok, .connections = probe.answered});
  co_return ok;
}

void Platform::set_client_config(const ClientConfigOptions& config) {
  parts_->options.client_config = config;
}

void Platform::begin_fault(const std::string& name, Fault fault) {
  heal(name);
  parts_->faults.begin(name, fault);
  std::visit([&](const auto& what) { parts_->strike(name, what); }, fault);
}

bool Platform::heal(const std::string& name) {
  ActiveFaults& faults = parts_->faults;
  const bool was_down = faults.down().has_value();
  const bool stood = faults.heal(name);
  if (was_down && !faults.down()) parts_->doors.open_again();
  return stood;
}

void Platform::Parts::strike(const std::string& name, const CloseConnections& fault) {
  const int closed = connections.close(fault.peer, fault.how, fault.code, name);
  if (closed > 0) faults.took_effect(name, fmt::format("{} connections ended", closed));
  faults.over(name);
}

void Platform::Parts::strike(const std::string& name, const ExpireTokens&) {
  const int expired = tokens.expire_all();
  if (expired > 0) faults.took_effect(name, fmt::format("{} tokens expired", expired));
  faults.over(name);
}

void Platform::Parts::strike(const std::string& name, const TakeDown& fault) {
  const int closed_doors = doors.close_all();
  const int closed = connections.close({}, fault.how, fault.code, name);
  // A Close frame needs its TCP connection a moment longer.
  std::set<int> spared;
  for (const auto& [number, connection] : connections) {
    if (fault.how == CloseHow::close_frame) spared.insert(connection->label().socket);
  }
  doors.cut_all(fault.how == CloseHow::reset, spared);
  faults.took_effect(
      name, fmt::format("{} front doors closed, {} connections ended", closed_doors, closed));
}

std::size_t Platform::connections(const std::string& app_id) const {
  return parts_->connections.live(app_id).size();
}

boost::json::object Platform::state() const {
  namespace json = boost::json;
  json::array connections;
  for (const auto& [number, connection] : parts_->connections) {
    connections.push_back(json::object{{"connection", number},
                                       {"peer", connection->label().peer},
                                       {"app", connection->label().app_id},
                                       {"live", connection->live()},
                                       {"ghost", connection->ghost()}});
  }
  json::array messages;
  for (const Message& message : parts_->messages) {
    messages.push_back(to_json(message, parts_->directory.tenant_key()));
  }
  json::array apps;
  for (const AppOptions& app : parts_->options.apps) {
    apps.push_back(json::object{{"id", app.id}, {"bot_name", app.bot_name}});
  }
  return {{"apps", std::move(apps)},
          {"connections", std::move(connections)},
          {"messages", std::move(messages)},
          {"tokens", parts_->tokens.valid()},
          {"down", parts_->faults.down().has_value()}};
}

boost::json::array Platform::cards() const {
  namespace json = boost::json;
  json::array cards;
  for (const auto& [id, card] : parts_->cards) {
    json::array states;
    for (const CardState& state : card.states) {
      states.push_back(json::object{{"time", state.at_ms},
                                    {"sequence", state.sequence},
                                    {"what", state.what},
                                    {"card", json::parse(state.json)}});
    }
    cards.push_back(json::object{{"card", id},
                                 {"app", card.app->options.id},
                                 {"message", card.message_id},
                                 {"streaming", parts_->cards.streaming(card)},
                                 {"states", std::move(states)}});
  }
  return cards;
}

const AppOptions& Platform::app(std::size_t index) const {
  return parts_->options.apps.at(index);
}

const AppOptions* Platform::find_app(const std::string& app_id) const {
  const App* app = parts_->directory.find_app(app_id);
  return app ? &app->options : nullptr;
}

const std::string& Platform::authority_pem() const {
  return parts_->doors.authority_pem();
}

}  // namespace stormlark::mock
