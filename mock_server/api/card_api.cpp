#include "mock_server/api/card_api.h"

#include "mock_server/api/message_access.h"
#include "mock_server/cards/card_check.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

namespace stormlark::mock {

namespace code = protocol::code;
namespace json = boost::json;

namespace {

CardChange replaced_card(const ApiCall&, CardFields& fields) {
  const auto [type, card] = fields.card("card");
  return {.what = "card replaced", .edit = [type, card](json::object& old) {
            if (type != "card_json") return code::card_param_invalid;
            old = card;
            return code::ok;
          }};
}

CardChange changed_settings(const ApiCall&, CardFields& fields) {
  return {.what = "settings", .edit = [settings = fields.object("settings")](json::object& card) {
            return edit_settings(card, settings);
          }};
}

CardChange batch(const ApiCall&, CardFields& fields) {
  return {.what = "batch", .edit = [actions = fields.array("actions")](json::object& card) {
            return edit_in_batch(card, actions);
          }};
}

CardChange added_elements(const ApiCall&, CardFields& fields) {
  return {.what = "elements added",
          .edit = [how = fields.optional_text("type"),
                   target = fields.optional_text("target_element_id"),
                   elements = fields.array("elements")](json::object& card) {
            return add_elements(card, how, target, elements);
          }};
}

CardChange replaced_element(const ApiCall& call, CardFields& fields) {
  const std::string& id = call.id("element_id");
  return {.what = "element " + id + " replaced",
          .edit = [id, element = fields.object("element")](json::object& card) {
            return replace_element(card, id, element);
          }};
}

CardChange patched_element(const ApiCall& call, CardFields& fields) {
  const std::string& id = call.id("element_id");
  return {.what = "element " + id + " patched",
          .edit = [id, partial = fields.object("partial_element")](json::object& card) {
            return patch_element(card, id, partial);
          }};
}

CardChange removed_element(const ApiCall& call, CardFields&) {
  const std::string& id = call.id("element_id");
  return {.what = "element " + id + " deleted",
          .edit = [id](json::object& card) { return remove_element(card, id); }};
}

CardChange streamed_text(const ApiCall& call, CardFields& fields) {
  const std::string& id = call.id("element_id");
  return {.what = "text of " + id,
          .edit = [id, text = fields.text("content")](
                      json::object& card) { return set_text(card, id, text); },
          .streams = true};
}

}  // namespace

void CardApi::add_to(Routes& routes) {
  routes.add("cardkit.card.create", [this](const ApiCall& call) { return create(call); });
  routes.add("cardkit.card.id_convert", [this](const ApiCall& call) { return convert(call); });
  add_change(routes, "cardkit.card.update", replaced_card);
  add_change(routes, "cardkit.card.settings", changed_settings);
  add_change(routes, "cardkit.card.batch_update", batch);
  add_change(routes, "cardkit.element.create", added_elements);
  add_change(routes, "cardkit.element.update", replaced_element);
  add_change(routes, "cardkit.element.patch", patched_element);
  add_change(routes, "cardkit.element.delete", removed_element);
  add_change(routes, "cardkit.element.content", streamed_text);
}

void CardApi::add_change(Routes& routes, std::string_view operation, Read read) {
  routes.add(operation,
             [this, read = std::move(read)](const ApiCall& call) { return change(call, read); });
}

Reply CardApi::create(const ApiCall& call) {
  CardFields fields(call.json());
  const auto [type, card] = fields.card();
  if (fields.refusal() != code::ok) return answers_.failure(fields.refusal(), fields.detail());
  const bool is_template = type == "template";
  if (!is_template && type != "card_json") {
    return answers_.failure(code::card_param_invalid, "type must be card_json or template");
  }
  const int bad = is_template ? code::ok : check_card(card);
  if (bad != code::ok) return answers_.failure(bad);
  return answers_.success({{"card_id", cards_.create(call.app, card, is_template).id}});
}

Reply CardApi::convert(const ApiCall& call) {
  CardFields fields(call.json());
  const std::string id = fields.text("message_id");
  if (fields.refusal() != code::ok) return answers_.failure(fields.refusal(), fields.detail());
  const Message* const message = known_message(messages_, call.app, id);
  if (!message || message->type != "interactive") {
    return answers_.failure(code::card_param_invalid, "message_id must be that of a card");
  }
  if (message->user || message->app != &call.app) return answers_.failure(code::card_of_another);
  if (const Card* const shown = cards_.shown_by(*message)) {
    return answers_.success({{"card_id", shown->id}});
  }
  // A card that was sent as JSON becomes an entity when its id is first asked for.
  const json::object card = protocol::parse_object(message->content).value();
  const int bad = check_card(card);
  if (bad != code::ok) return answers_.failure(bad);
  const std::string card_id = cards_.create(call.app, card, false).id;
  cards_.show(card_id, *message);
  return answers_.success({{"card_id", card_id}});
}

Reply CardApi::change(const ApiCall& call, const Read& read) {
  CardFields fields(call.json());
  CardChange wanted = read(call, fields);
  wanted.sequence = fields.sequence();
  wanted.uuid = fields.uuid();
  if (fields.refusal() != code::ok) return answers_.failure(fields.refusal(), fields.detail());
  const int refusal = cards_.change(call.app, call.id("card_id"), wanted);
  return refusal == code::ok ? answers_.success({}) : answers_.failure(refusal);
}

}  // namespace stormlark::mock
