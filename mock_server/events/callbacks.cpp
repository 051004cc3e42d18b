#include "mock_server/events/callbacks.h"

#include "mock_server/events/user_events.h"
#include "protocol/json.h"

#include <stdexcept>

namespace stormlark::mock {

const Message& Callbacks::card_before(const CardClick& click) const {
  const Message* card = messages_.find(click.message);
  const bool is_card = card && card->user == nullptr && card->type == "interactive";
  if (!is_card) throw std::invalid_argument("no message " + click.message + " is a bot's card");
  const User* only_reader = card->chat->user;
  if (only_reader && only_reader->name != click.user) {
    throw std::invalid_argument(click.user + " is not in the chat of " + click.message);
  }
  return *card;
}

awaitable<CallbackOutcome> Callbacks::click(CardClick click) {
  using std::chrono::milliseconds;
  const Message& card = card_before(click);
  const User& user = directory_.user(click.user);
  boost::json::object action = std::move(click.more);
  if (!click.value.is_null()) action["value"] = std::move(click.value);
  if (!action.contains("tag")) action["tag"] = "button";
  const auto now = world_.clock().wall_now().time_since_epoch();
  PlatformEvent event{
      .header = {.event_id = random_.hex(32),
                 .event_type = std::string(event_card_action),
                 .app_id = card.app->options.id,
                 .tenant_key = directory_.tenant_key(),
                 .create_time_ms = std::chrono::duration_cast<milliseconds>(now).count()},
      .body = card_acted_on(card, user, directory_.tenant_key(), "c-" + random_.hex(40),
                            std::move(action))};
  recorder_.add(history::CallbackAsked{.event = event.header.event_id,
                                       .type = event.header.event_type,
                                       .app = event.header.app_id,
                                       .user = user.name,
                                       .message = card.id});
  return ask(std::move(event), &card);
}

awaitable<CallbackOutcome> Callbacks::ask(PlatformEvent event, const Message* card) {
  if (!card->app->subscribes_to(event.header.event_type)) {
    co_return settle(event, *card, nobody_asked());
  }
  const CallbackAnswer answer = co_await delivery_.ask(event);
  co_return settle(event, *card, outcome_of(answer));
}

void Callbacks::show(const Message& message, const std::string& card) {
  const Card* const entity = cards_.shown_by(message);
  if (entity) {
    cards_.replace(entity->id, protocol::parse_object(card).value());
  } else {
    messages_.replace_content(message.id, card);
  }
}

CallbackOutcome Callbacks::settle(const PlatformEvent& event, const Message& card,
                                  CallbackOutcome outcome) {
  if (!messages_.find(card.id)) outcome.card.reset();  // the chats began anew meanwhile
  if (outcome.card) show(card, *outcome.card);
  recorder_.add(history::CallbackSettled{
      .event = event.header.event_id,
      .app = event.header.app_id,
      .message = card.id,
      .code = outcome.code,
      .why = outcome.why,
      .toast = outcome.toast ? protocol::text_at(*outcome.toast, "content") : std::string(),
      .card = outcome.card.has_value()});
  return outcome;
}

}  // namespace stormlark::mock
