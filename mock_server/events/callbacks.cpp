#include "mock_server/events/callbacks.h"

#include "mock_server/cards/card_check.h"
#include "mock_server/chats/message_content.h"
#include "mock_server/events/user_events.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <stdexcept>

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace {

constexpr Clock::duration token_life = 30min;
constexpr int token_uses = 2;

bool wants_legacy(const Message& card) {
  return !card.app->options.webhook.card_url.empty();
}

/// Whether people have it in front of them; copies in merged messages are pictures.
bool stands(const Message& card) {
  return !card.recalled && card.upper_id.empty() && !card.chat->dissolved;
}

std::string meaning_of(int code) {
  return std::string(protocol::describe(code).meaning);
}

/// Custom bots never are: they know nobody.
bool is_asked(const Message& card) {
  return wants_legacy(card) || card.app->subscribes_to(event_card_action);
}

}  // namespace

const Message& Callbacks::card_before(const CardClick& click) const {
  const Message* card = messages_.find(click.message);
  const bool is_card =
      card && card->user == nullptr && card->type == "interactive" && stands(*card);
  if (!is_card) throw std::invalid_argument("no message " + click.message + " is a bot's card");
  const User* only_reader = card->chat->user;
  if (only_reader && only_reader->name != click.user) {
    throw std::invalid_argument(click.user + " is not in the chat of " + click.message);
  }
  return *card;
}

awaitable<CallbackOutcome> Callbacks::click(CardClick click) {
  const Message& card = card_before(click);
  const User& user = directory_.user(click.user);
  check_tenant(user, *card.chat->tenant);
  boost::json::object action = std::move(click.more);
  if (!click.value.is_null()) action["value"] = std::move(click.value);
  if (!action.contains("tag")) action["tag"] = "button";
  const bool legacy = wants_legacy(card);
  const auto body = legacy ? legacy_card_acted_on : card_acted_on;
  std::string token = "c-" + random_.hex(40);
  PlatformEvent event{
      .header = {.event_id = random_.hex(32),
                 .event_type = std::string(legacy ? event_legacy_card_action : event_card_action),
                 .app_id = card.app->options.id,
                 .tenant_key = card.chat->tenant->key,
                 .create_time_ms = world_.clock().wall_ms(),
                 .verification_token = card.app->options.verification_token},
      .body = {}};
  if (is_asked(card)) {
    event.body = boost::json::serialize(body(card, user, token, std::move(action)));
  }
  recorder_.add(history::CallbackAsked{.event = event.header.event_id,
                                       .type = event.header.event_type,
                                       .app = event.header.app_id,
                                       .user = user.name,
                                       .message = card.id});
  return ask({.event = std::move(event), .card = &card, .token = std::move(token)});
}

awaitable<CallbackOutcome> Callbacks::ask(Asked asked) {
  const Message& card = *asked.card;
  if (!is_asked(card)) co_return settle(asked, nobody_asked());
  if (wants_legacy(card)) {
    const CallbackAnswer said = co_await delivery_.ask_card(asked.event, card.app->options);
    co_return settle(asked, outcome_of_legacy(said));
  }
  const CallbackAnswer answer = co_await delivery_.ask(asked.event);
  co_return settle(asked, outcome_of(answer));
}

std::string Callbacks::flaw_in_answer(const Message& message,
                                      const CallbackOutcome& outcome) const {
  if (!outcome.card) return {};
  if (const Refusal refusal = check_content("interactive", *outcome.card)) {
    return refusal.detail.empty() ? meaning_of(refusal.code) : refusal.detail;
  }
  const Card* const entity = cards_.shown_by(message);
  if (!entity || entity->is_template) return {};
  const int bad = check_card(protocol::parse_object(*outcome.card).value());
  return bad == protocol::code::ok ? std::string() : meaning_of(bad);
}

void Callbacks::show(const Message& message, const std::string& card) {
  const Card* const entity = cards_.shown_by(message);
  if (entity) {
    cards_.replace(entity->id, protocol::parse_object(card).value());
  } else {
    messages_.replace_content(message.id, card);
  }
}

int Callbacks::update(const App& app, const std::string& token, const std::string& card, int call) {
  const auto found = grants_.find(token);
  if (found == grants_.end()) return protocol::code::card_param_invalid;
  Grant& grant = found->second;
  // Where the chats began anew the card is remembered by its grant alone.
  const bool there = messages_.find(grant.card->id) && stands(*grant.card);
  const bool good =
      there && grant.card->app == &app && grant.uses_left > 0 && grant.end > world_.clock().now();
  if (!good) return protocol::code::card_param_invalid;
  --grant.uses_left;
  show(*grant.card, card);
  if (!cards_.shown_by(*grant.card)) {
    recorder_.add(history::MessageEdited{
        .message = grant.card->id, .app = app.options.id, .call = call, .text = card});
  }
  return protocol::code::ok;
}

CallbackOutcome Callbacks::settle(const Asked& asked, CallbackOutcome outcome) {
  const protocol::EventHeader& event = asked.event.header;
  const Message& card = *asked.card;
  if (const std::string flaw = flaw_in_answer(card, outcome); !flaw.empty()) {
    outcome = {protocol::code::callback_card_invalid, flaw, std::nullopt, std::nullopt};
  }
  // It may be gone meanwhile, or the chats began anew; and what is being written stands first.
  const bool changes = messages_.find(card.id) && stands(card) && !cards_.is_streamed(card);
  if (!changes) outcome.card.reset();
  if (outcome.card) show(card, *outcome.card);
  if (outcome.code == protocol::code::ok) {
    grants_[asked.token] = {&card, world_.clock().now() + token_life, token_uses};
  }
  recorder_.add(history::CallbackSettled{
      .event = event.event_id,
      .app = event.app_id,
      .message = card.id,
      .code = outcome.code,
      .why = outcome.why,
      .toast = outcome.toast ? protocol::text_at(*outcome.toast, "content") : std::string(),
      .card = outcome.card.has_value()});
  return outcome;
}

}  // namespace stormlark::mock
