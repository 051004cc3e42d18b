#pragma once

#include "history/recorder.h"
#include "mock_server/chats/resources.h"
#include "mock_server/chats/user_groups.h"
#include "mock_server/chats/user_writing.h"
#include "mock_server/delivery/callback_outcome.h"
#include "mock_server/events/card_click.h"
#include "mock_server/faults/faults.h"
#include "mock_server/options.h"
#include "runtime/task_group.h"
#include "runtime/world.h"

#include <memory>
#include <optional>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::mock {

/// The Feishu open platform, as far as a bot sees it: discovery, long connection, HTTP API, and the
/// chats of its users. Everything observable goes to the recorder.
class Platform {
 public:
  Platform(World& world, history::Recorder& recorder, PlatformOptions options);
  ~Platform();

  /// Opens one more front door. Whoever comes through it is called `peer` in histories and fault
  /// rules. Returns the address with its real port.
  Result<Endpoint> listen(std::string peer, Endpoint at);

  /// Closes all doors and connections and waits until nothing runs any more.
  awaitable<void> stop();

  /// Commits a user's message and begins its delivery; returns the message id. Throws when there is
  /// no such app, and `invalid_argument` for a post that is none or an answer to nothing.
  std::string accept(const UserMessage& message);
  /// The key by which a message names what a user sends. Throws `invalid_argument` for an image
  /// that is none.
  std::string upload(UserFile file);

  /// A user takes his message back. False where it is no user's, or is gone already.
  bool recall(const std::string& message_id);
  /// A user adds a reaction to a message, or takes it back. False when there is no such message or
  /// emoji, when the message is recalled, the user is not in the chat, or has nothing to take back.
  bool react(const std::string& user, const std::string& message_id, const std::string& emoji,
             bool added);
  /// A user clicks on a card; what he sees of it, when the app has answered or its time is over.
  /// Throws `invalid_argument` at once where he sees no such card.
  awaitable<CallbackOutcome> click(CardClick click);
  /// A user chooses an entry of the bot's menu, by the key of 1 to 30 characters that the app gave
  /// it. Throws when there is no such app, `invalid_argument` for another key.
  void choose_menu(const std::string& user, const std::string& event_key,
                   const std::string& app_id = {});
  /// A user opens the chat with the bot. Throws when there is no such app.
  void enter_chat(const std::string& user, const std::string& app_id = {});
  /// A user does something with a group. False where there is no such group, or nobody such in it;
  /// throws `invalid_argument` for what he may not do.
  bool act_on_group(const GroupDeed& deed);

  /// The console's "verify connection status": by counting live connections.
  bool verify_by_count(const std::string& app_id);
  /// The same by an application ping to each live connection; true when at least one answered and
  /// none stayed silent.
  awaitable<bool> verify_by_probe(std::string app_id, Clock::duration within);

  /// Begins to end one live connection; false where there is none of that number.
  bool close_connection(int number, CloseHow how, int code);

  /// From now on clients are told this, in discovery and in pongs.
  void set_client_config(const ClientConfigOptions& config);
  const ClientConfigOptions& client_config() const;

  /// Begins a fault; `heal(name)` ends it. Instants end by themselves. A standing fault of that
  /// name is healed first.
  void begin_fault(const std::string& name, Fault fault);
  /// Releases the calls that a hold keeps, and ends the fault. False when there is no such fault.
  bool heal(const std::string& name);
  /// Faults that stand: name, whom they concern, and what they do.
  boost::json::array faults() const;

  /// Begins anew: heals faults, ends connections, and forgets users, chats and events on their way.
  /// Apps, tokens and uploads stay, and no id comes twice.
  awaitable<void> reset();

  /// Live connections, for the control API and for stages that wait.
  std::size_t connections(const std::string& app_id) const;
  /// Connections, messages, apps and tokens, for people; without secrets.
  boost::json::object state() const;
  boost::json::array connections() const;
  boost::json::array apps() const;
  bool down() const;
  /// What a fault says of a peer or an app that there is not; empty for nothing.
  std::string unknown_name(const Fault& fault) const;
  boost::json::array users() const;
  boost::json::array chats() const;
  /// What stands in a chat, as its users see it; nothing where there is no such chat.
  std::optional<boost::json::array> messages_of(const std::string& chat_id) const;
  /// Null where there is none.
  const Resource* find_resource(const std::string& key) const;
  /// Every card entity with its states over time, for people.
  boost::json::array cards() const;
  const AppOptions& app(std::size_t index = 0) const;
  const AppOptions* find_app(const std::string& app_id) const;
  /// PEM of the authority that signed the platform's certificate; empty without TLS.
  const std::string& authority_pem() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stormlark::mock
