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
#include "mock_server/characters.h"
#include "mock_server/chats/emoji.h"
#include "mock_server/chats/views.h"
#include "mock_server/doors.h"
#include "mock_server/events/callbacks.h"
#include "mock_server/events/publisher.h"
#include "mock_server/events/user_events.h"
#include "mock_server/faults/fault_words.h"
#include "runtime/task_failures.h"

#include <map>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

namespace stormlark::mock {

namespace {

constexpr std::size_t menu_key_characters_max = 30;
constexpr Clock::duration reset_patience = 1s;  // for connections to be gone

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

  void strike(const std::string& name, const CloseConnections& fault);
  void strike(const std::string& name, const ExpireTokens&);
  void strike(const std::string& name, const TakeDown& fault);
  /// Other faults strike when something comes their way.
  template <class Other>
  void strike(const std::string&, const Other&) {}

  World& world;
  history::Recorder& recorder;
  PlatformOptions options;

  TaskGroup tasks{world.executor(), log_task_failures(world, "mock_server")};
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

  FramePost frame_post{world, faults, tasks};
  Connections connections{world, recorder, options, frame_post, tasks};
  Webhooks webhooks{world, options};
  Delivery delivery{world, recorder, options, faults, frame_post, connections, webhooks, tasks};
  Publisher publisher{world.clock(), delivery};
  Reactions reactions{world.clock(), world.random().fork("reactions"), recorder, directory,
                      publisher};
  Groups groups{world.clock(), recorder, directory, publisher};
  P2pChats p2p_chats{directory, publisher};
  UserWriting user_writing{recorder, directory, p2p_chats, messages, resources, publisher};
  UserGroups user_groups{directory, groups};
  Views views{directory, messages, cards, pins, reactions};
  Callbacks callbacks{world, recorder, directory, messages, cards, delivery};

  FrontDesk front_desk{world.clock(), recorder,    options, directory,
                       tickets,       connections, faults,  answers};
  TokenApi token_api{directory, tokens, publisher, answers};
  Routes routes;
  BotApi bot_api{directory, answers};
  ContactApi contact_api{directory, answers};
  ChatApi chat_api{directory, groups, answers};
  MemberApi member_api{directory, groups, answers};
  Posting posting{recorder, directory, p2p_chats,   messages, resources,
                  cards,    publisher, rate_limits, answers};
  MessageApi message_api{directory, messages, posting, answers};
  MessageEdits message_edits{recorder, messages, cards, posting, publisher, answers};
  MessageForward message_forward{messages, posting, answers};
  MessageReceipts message_receipts{directory, messages, answers};
  DelayedUpdate delayed_update{directory, callbacks, answers};
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
    : parts_(std::make_unique<Parts>(world, recorder, std::move(options))) {
  for (const NamedRule& named : parts_->options.rules) begin_fault(named.name, named.rule);
}

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
  Directory::Newcomers newcomers(parts_->directory);
  const Message& written = parts_->user_writing.write(message);
  newcomers.keep();
  return written.id;
}

std::string Platform::upload(UserFile file) {
  return parts_->user_writing.upload(std::move(file));
}

bool Platform::recall(const std::string& message_id) {
  const Message* message = parts_->messages.find(message_id);
  const bool his = message && message->user && message->upper_id.empty();
  if (!his || message->recalled) return false;
  parts_->messages.recall(message_id);
  parts_->recorder.add(history::MessageRecalled{
      .message = message_id, .chat = message->chat->name, .by = message->user->name});
  parts_->publisher.message_recalled(*message, Recaller::author);
  return true;
}

bool Platform::react(const std::string& user_name, const std::string& message_id,
                     const std::string& emoji, bool added) {
  if (!is_emoji(emoji)) {
    throw std::invalid_argument("emoji: '" + emoji + "' is not known" + likely_emoji(emoji));
  }
  Directory::Newcomers newcomers(parts_->directory);
  const Message* const message = parts_->messages.find(message_id);
  if (!message || message->chat->dissolved) return false;
  if (added && message->recalled) return false;
  const Chat& chat = *message->chat;
  const bool is_new = !parts_->directory.users().contains(user_name);
  if (is_new && (!added || chat.type != "group")) return false;
  const User& user = parts_->directory.user(user_name);
  if (added && chat.type == "group") parts_->directory.let_in(chat, user);
  if (!chat.has(user)) return false;
  if (added) {
    parts_->reactions.add(*message, {.user = &user}, emoji);
    newcomers.keep();
    return true;
  }
  const Reaction* const there = parts_->reactions.find(*message, {.user = &user}, emoji);
  if (there) parts_->reactions.remove(*there);
  return there != nullptr;
}

awaitable<CallbackOutcome> Platform::click(CardClick click) {
  Directory::Newcomers newcomers(parts_->directory);
  auto settled = parts_->callbacks.click(std::move(click));
  newcomers.keep();
  return settled;
}

void Platform::choose_menu(const std::string& user, const std::string& event_key,
                           const std::string& app_id) {
  if (event_key.empty() || characters(event_key) > menu_key_characters_max) {
    throw std::invalid_argument("a menu's event key has 1 to 30 characters");
  }
  Directory::Newcomers newcomers(parts_->directory);
  const User& who = parts_->directory.user(user);
  const App& app = parts_->directory.app_for(who, app_id);
  const std::int64_t now_s = parts_->world.clock().wall_ms() / 1000;
  parts_->publisher.tell(app, event_menu, menu_chosen(who, app, event_key, now_s));
  newcomers.keep();
}

void Platform::enter_chat(const std::string& user, const std::string& app_id) {
  Directory::Newcomers newcomers(parts_->directory);
  const User& who = parts_->directory.user(user);
  const App& app = parts_->directory.app_for(who, app_id);
  const Chat& chat = parts_->p2p_chats.between(user, who, app, {.user = &who});
  const auto& messages = parts_->messages.of_chat(chat);
  parts_->publisher.tell(
      app, event_chat_entered,
      chat_entered(chat, who, app, messages.empty() ? nullptr : messages.back()));
  newcomers.keep();
}

bool Platform::act_on_group(const GroupDeed& deed) {
  Directory::Newcomers newcomers(parts_->directory);
  const bool done = parts_->user_groups.perform(deed);
  if (done) newcomers.keep();
  return done;
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

bool Platform::close_connection(int number, CloseHow how, int code) {
  return parts_->connections.close_one(number, how, code, "the control API");
}

void Platform::set_client_config(const ClientConfigOptions& config) {
  parts_->options.client_config = config;
}

const ClientConfigOptions& Platform::client_config() const {
  return parts_->options.client_config;
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

boost::json::array Platform::faults() const {
  boost::json::array faults;
  for (const std::string& name : parts_->faults.names()) {
    const Fault& fault = *parts_->faults.get(name);
    faults.push_back(boost::json::object{
        {"fault", name}, {"target", target_of(fault)}, {"what", describe(fault)}});
  }
  return faults;
}

awaitable<void> Platform::reset() {
  for (const std::string& name : parts_->faults.names()) heal(name);
  const std::map<int, Connections::Ptr> open(parts_->connections.begin(),
                                             parts_->connections.end());
  parts_->connections.close({}, CloseHow::fin, 0, "the platform begins anew");
  for (const auto& [number, connection] : open) {
    co_await connection->ended().wait_for(parts_->world.clock(), reset_patience);
  }
  parts_->delivery.abandon_all();
  parts_->recorder.add(
      history::PlatformReset{.messages = static_cast<int>(parts_->messages.size())});
  parts_->reactions.forget_all();
  parts_->pins.forget_all();
  parts_->cards.forget_all();
  parts_->messages.forget_all();
  parts_->groups.forget_all();
  parts_->directory.forget_people();
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

bool Platform::down() const {
  return parts_->faults.down().has_value();
}

boost::json::object Platform::state() const {
  boost::json::array messages;
  for (const Message& message : parts_->messages) {
    // Custom bots read nothing: what they say is shown as the first app reads it.
    const App* const own = parts_->directory.find_app(message.app->options.id);
    messages.push_back(to_json(message, own ? *own : parts_->directory.app(0)));
  }
  return {{"apps", apps()},
          {"connections", connections()},
          {"messages", std::move(messages)},
          {"tokens", parts_->tokens.valid()},
          {"down", down()}};
}

boost::json::array Platform::connections() const {
  boost::json::array connections;
  for (const auto& [number, connection] : parts_->connections) {
    connections.push_back(boost::json::object{{"connection", number},
                                              {"peer", connection->label().peer},
                                              {"app", connection->label().app_id},
                                              {"live", connection->live()},
                                              {"ghost", connection->ghost()}});
  }
  return connections;
}

boost::json::array Platform::apps() const {
  return parts_->views.apps();
}

std::string Platform::unknown_name(const Fault& fault) const {
  return mock::unknown_name(fault, parts_->doors.peers(), parts_->options.apps);
}

boost::json::array Platform::users() const {
  return parts_->views.users();
}

boost::json::array Platform::chats() const {
  return parts_->views.chats();
}

std::optional<boost::json::array> Platform::messages_of(const std::string& chat_id) const {
  const Chat* const chat = parts_->directory.find_chat(chat_id);
  if (!chat) return std::nullopt;
  return parts_->views.messages_of(*chat);
}

const Resource* Platform::find_resource(const std::string& key) const {
  return parts_->resources.find(key);
}

boost::json::array Platform::cards() const {
  return parts_->views.cards();
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
