#include "mock_server/cards/cards.h"

#include "mock_server/cards/card_check.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

constexpr Clock::duration card_life = 24h * 14;

bool wants_streaming(const json::object& card) {
  const json::object* const config = protocol::object_at(card, "config");
  const json::value* const mode = config ? config->if_contains("streaming_mode") : nullptr;
  return mode && mode->is_bool() && mode->get_bool();
}

}  // namespace

const Card& Cards::create(const App& app, json::object json, bool is_template) {
  constexpr std::uint64_t smallest = 7'000'000'000'000'000'000;  // 19 digits, as theirs have
  std::string id = std::to_string(smallest + random_.below(smallest / 10));
  Card& card = by_id_[id];
  card.id = std::move(id);
  card.app = &app;
  card.json = std::move(json);
  card.is_template = is_template;
  card.end = clock_.now() + card_life;
  card.streaming.follow(wants_streaming(card.json), clock_.now());
  note(card, "created");
  return card;
}

const Card* Cards::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

int Cards::refusal_of(const App& app, const Card* card) const {
  if (!card) return code::card_unknown;
  if (card->app != &app) return code::card_of_another;
  return clock_.now() >= card->end ? code::card_expired : code::ok;
}

int Cards::change(const App& app, const std::string& id, const CardChange& change) {
  const auto found = by_id_.find(id);
  Card* const card = found == by_id_.end() ? nullptr : &found->second;
  const int refusal = refusal_of(app, card);
  if (refusal != code::ok) return refusal;
  if (card->uuids.contains(change.uuid)) return code::card_uuid_taken;
  if (change.sequence <= card->sequence) return code::card_sequence_stale;
  const auto now = clock_.now();
  const int closed = change.streams ? card->streaming.admit(now) : code::ok;
  if (closed != code::ok) return closed;

  json::object next = card->json;
  // A mode that ended by itself is off for whoever edits the card now; only he can open it again.
  const bool ended = wants_streaming(next) && !card->streaming.open(now);
  if (ended) next["config"].as_object()["streaming_mode"] = false;
  const int unfit = change.edit(next);
  if (unfit != code::ok) return unfit;
  const int bad = card->is_template ? code::ok : check_card(next);
  if (bad != code::ok) return bad;

  card->json = std::move(next);
  card->sequence = change.sequence;
  if (!change.uuid.empty()) card->uuids.insert(change.uuid);
  card->streaming.follow(wants_streaming(card->json), now);
  note(*card, change.what);
  return code::ok;
}

void Cards::replace(const std::string& id, json::object json) {
  Card& card = by_id_.at(id);
  card.json = std::move(json);
  card.streaming.follow(wants_streaming(card.json), clock_.now());
  note(card, "answered a click");
}

std::string Cards::id_in(const Message& message) {
  if (message.type != "interactive") return {};
  const auto content = protocol::parse_object(message.content);
  if (!content || protocol::text_at(*content, "type") != "card") return {};
  const json::object* const data = protocol::object_at(*content, "data");
  return data ? protocol::text_at(*data, "card_id") : std::string();
}

int Cards::refusal_to_send(const App& app, const std::string& id) const {
  const Card* const card = find(id);
  const int refusal = refusal_of(app, card);
  if (refusal != code::ok) return refusal;
  return card->message_id.empty() ? code::ok : code::card_param_invalid;
}

void Cards::show(const std::string& id, const Message& message) {
  Card& card = by_id_.at(id);
  card.message_id = message.id;
  by_message_[message.id] = &card;
}

const Card* Cards::shown_by(const Message& message) const {
  const auto found = by_message_.find(message.id);
  return found == by_message_.end() ? nullptr : found->second;
}

bool Cards::is_streamed(const Message& message) const {
  const Card* const card = shown_by(message);
  return card && streaming(*card);
}

void Cards::forget_all() {
  forgotten_.push_back(std::exchange(by_id_, {}));
  by_message_.clear();
}

void Cards::note(Card& card, std::string what) {
  recorder_.add(history::CardChanged{
      .card = card.id, .app = card.app->options.id, .sequence = card.sequence, .what = what});
  card.states.push_back({.at_ms = clock_.wall_ms(),
                         .sequence = card.sequence,
                         .what = std::move(what),
                         .json = json::serialize(card.json)});
}

}  // namespace stormlark::mock
