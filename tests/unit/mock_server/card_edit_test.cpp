// What may stand in a card, how its JSON is edited, and what is left of it where it is read.
#include "mock_server/cards/card_edit.h"

#include "mock_server/cards/card_check.h"
#include "mock_server/cards/projection.h"
#include "protocol/error_codes.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace json = boost::json;

json::object object(std::string_view text) {
  return json::parse(text).as_object();
}

/// A column set with a text in a column, and a button with a text of its own.
json::object sample() {
  return object(R"({"schema":"2.0","config":{"summary":{"content":"s"}},"body":{"elements":[
    {"tag":"markdown","element_id":"top","content":"one"},
    {"tag":"column_set","element_id":"set","columns":[
      {"tag":"column","element_id":"col","elements":[
        {"tag":"markdown","element_id":"deep","content":"two"}]}]},
    {"tag":"button","element_id":"go","text":{"tag":"plain_text","element_id":"label",
      "content":"press"},"value":{"tag":"mine"}}]}})");
}

std::string ids_in(const json::object& card) {
  std::string ids;
  for (const json::value& element : card.at("body").at("elements").as_array()) {
    const json::value* const id = element.as_object().if_contains("element_id");
    ids += id ? std::string(id->as_string()) + " " : "- ";
  }
  return ids;
}

TEST(CardCheck, KnowsTheRules) {
  EXPECT_EQ(check_card(sample()), code::ok);
  EXPECT_EQ(check_card(object(R"({"elements":[]})")), code::card_schema_unfit);
  EXPECT_EQ(check_card(object(R"({"schema":"1.0"})")), code::card_schema_unfit);
  EXPECT_EQ(check_card(object(R"({"schema":"2.0","config":{"update_multi":false}})")),
            code::card_not_shared);
  for (const char* id : {R"("")", R"("1a")", R"("a-b")", R"("abcdefghijklmnopqrstu")", "7"}) {
    json::object card = sample();
    card["body"].at("elements").at(0).as_object()["element_id"] = json::parse(id);
    EXPECT_EQ(check_card(card), code::card_element_id_invalid) << id;
  }
  json::object twice = sample();
  twice["body"].at("elements").at(0).as_object()["element_id"] = "label";
  EXPECT_EQ(check_card(twice), code::card_element_id_invalid);
}

TEST(CardCheck, LimitsNumberAndSize) {
  json::object card = object(R"({"schema":"2.0","body":{"elements":[]}})");
  json::array& elements = card["body"].at("elements").as_array();
  elements = json::array(200, json::object{{"tag", "hr"}});
  EXPECT_EQ(check_card(card), code::ok);
  elements.push_back(json::object{{"tag", "hr"}});
  EXPECT_EQ(check_card(card), code::card_elements_too_many);
  elements =
      json::array(1, json::object{{"tag", "markdown"}, {"content", std::string(30 << 10, 'x')}});
  EXPECT_EQ(check_card(card), code::card_too_large);
}

TEST(CardEdit, AddsElementsWhereItIsTold) {
  const json::array hr{json::object{{"tag", "hr"}, {"element_id", "new"}}};
  const auto added = [&](std::string_view how, std::string_view target) {
    json::object card = sample();
    EXPECT_EQ(add_elements(card, how, target, hr), code::ok);
    return card;
  };
  EXPECT_EQ(ids_in(added("append", "")), "top set go new ");
  EXPECT_EQ(ids_in(added("insert_before", "set")), "top new set go ");
  EXPECT_EQ(ids_in(added("insert_after", "set")), "top set new go ");
  json::object nested = added("append", "col");
  EXPECT_EQ(remove_element(nested, "new"), code::ok);
  EXPECT_EQ(nested, sample());
  nested = added("insert_before", "deep");
  EXPECT_EQ(remove_element(nested, "new"), code::ok);
  EXPECT_EQ(nested, sample());
  json::object empty = object(R"({"schema":"2.0"})");
  EXPECT_EQ(add_elements(empty, "append", "", hr), code::ok);
  EXPECT_EQ(ids_in(empty), "new ");
}

TEST(CardEdit, RefusesWhatCannotBeAdded) {
  const json::array hr{json::object{{"tag", "hr"}}};
  json::object card = sample();
  EXPECT_EQ(add_elements(card, "append", "top", hr), code::card_element_not_added);
  EXPECT_EQ(add_elements(card, "append", "nowhere", hr), code::card_element_not_added);
  EXPECT_EQ(add_elements(card, "insert_before", "nowhere", hr), code::card_element_not_added);
  EXPECT_EQ(add_elements(card, "insert_before", "label", hr), code::card_element_not_added);
  EXPECT_EQ(add_elements(card, "append", "", {"text"}), code::card_element_not_added);
  EXPECT_EQ(add_elements(card, "prepend", "", hr), code::card_param_invalid);
  EXPECT_EQ(add_elements(card, "append", "", {}), code::card_param_invalid);
}

TEST(CardEdit, ReplacesPatchesAndRemoves) {
  json::object card = sample();
  EXPECT_EQ(replace_element(card, "top", object(R"({"tag":"hr"})")), code::ok);
  EXPECT_EQ(ids_in(card), "top set go ");
  EXPECT_EQ(replace_element(card, "set", object(R"({"tag":"hr","element_id":"x"})")), code::ok);
  EXPECT_EQ(patch_element(card, "go", object(R"({"text":{"content":"stop"}})")), code::ok);
  EXPECT_EQ(card.at("body").at("elements").at(2).at("text").at("content"), "stop");
  EXPECT_EQ(card.at("body").at("elements").at(2).at("text").at("tag"), "plain_text");
  EXPECT_EQ(patch_element(card, "go", object(R"({"tag":"hr"})")), code::card_tag_changed);
  EXPECT_EQ(patch_element(card, "nowhere", object(R"({"a":1})")), code::card_element_not_updated);
  EXPECT_EQ(replace_element(card, "go", {}), code::card_element_not_updated);
  EXPECT_EQ(remove_element(card, "x"), code::ok);
  EXPECT_EQ(remove_element(card, "x"), code::card_element_not_deleted);
  EXPECT_EQ(remove_element(card, "label"), code::card_element_not_deleted);  // a part of a button
  EXPECT_EQ(remove_element(card, ""), code::card_element_not_deleted);
  EXPECT_EQ(ids_in(card), "top go ");
}

TEST(CardEdit, StreamsTextIntoTextsOnly) {
  json::object card = sample();
  EXPECT_EQ(set_text(card, "deep", "three"), code::ok);
  EXPECT_EQ(set_text(card, "label", "four"), code::ok);
  EXPECT_EQ(set_text(card, "set", "five"), code::card_element_no_text);
  EXPECT_EQ(set_text(card, "nowhere", "five"), code::card_element_not_updated);
  const std::string text = json::serialize(card);
  EXPECT_NE(text.find("three"), text.npos);
  EXPECT_NE(text.find("four"), text.npos);
}

TEST(CardEdit, SettingsChangeWhatTheyName) {
  json::object card = sample();
  EXPECT_EQ(edit_settings(card, object(R"({"config":{"streaming_mode":true},"body":{}})")),
            code::ok);
  EXPECT_EQ(card.at("config"), object(R"({"summary":{"content":"s"},"streaming_mode":true})"));
  EXPECT_EQ(ids_in(card), "top set go ");
  EXPECT_EQ(edit_settings(card, object(R"({"card_link":{"url":"u"}})")), code::ok);
  EXPECT_EQ(edit_settings(card, {}), code::card_param_invalid);
}

TEST(CardEdit, ABatchIsDoneInItsOrder) {
  json::object card = sample();
  const json::array actions = json::parse(R"([
    {"action":"partial_update_setting","params":{"settings":{"config":{"streaming_mode":true}}}},
    {"action":"add_elements","params":{"type":"append","elements":[{"tag":"hr","element_id":"a"}]}},
    {"action":"update_element","params":{"element_id":"a","element":"{\"tag\":\"div\"}"}},
    {"action":"partial_update_element","params":{"element_id":"a","partial_element":{"text":{}}}},
    {"action":"delete_elements","params":{"element_ids":["top","set"]}}])")
                                  .as_array();
  EXPECT_EQ(edit_in_batch(card, actions), code::ok);
  EXPECT_EQ(ids_in(card), "go a ");
  EXPECT_EQ(card.at("body").at("elements").at(1), object(R"({"tag":"div","element_id":"a",
                                                             "text":{}})"));
  for (const char* bad :
       {"[]", "[1]", R"([{"action":"dance","params":{}}])", R"([{"action":"add_elements"}])",
        R"([{"action":"delete_elements","params":{"element_ids":[7]}}])",
        R"([{"action":"delete_elements","params":{}}])"}) {
    EXPECT_EQ(edit_in_batch(card, json::parse(bad).as_array()), code::card_param_invalid) << bad;
  }
}

TEST(CardProjection, KeepsTitleTextsAndImages) {
  json::object card = sample();
  card["header"] = object(R"({"title":{"tag":"plain_text","content":"Title"}})");
  card["body"].at("elements").as_array().push_back(object(R"({"tag":"img","img_key":"k"})"));
  EXPECT_EQ(projection_of(card), object(R"({"title":"Title","elements":[
    [{"tag":"text","text":"one"}],[{"tag":"text","text":"two"}],
    [{"tag":"text","text":"press"}],[{"tag":"img","image_key":"k"}]]})"));
  EXPECT_EQ(projection_of(object(R"({"elements":[{"tag":"hr"}]})")),
            object(R"({"title":"","elements":[]})"));
}

TEST(CardContent, ReadersMayAskForWhatWasSent) {
  const json::object card = object(R"({"elements":[{"tag":"hr"}]})");
  const std::string sent = json::serialize(card);
  EXPECT_EQ(content_of_card(card, "user_card_content"), (json::object{{"user_dsl", sent}}));
  EXPECT_EQ(content_of_card(card, "raw_card_content"), (json::object{{"json_card", sent}}));
  EXPECT_EQ(content_of_card(card, ""), projection_of(card));
}

}  // namespace
}  // namespace stormlark::mock
