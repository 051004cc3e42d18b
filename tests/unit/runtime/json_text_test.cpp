#include "runtime/json_text.h"

#include <gtest/gtest.h>

namespace stormlark {
namespace {

TEST(JsonText, EscapesWhatMustBe) {
  const std::string text =
      JsonText().add("plain", "ä b").add("odd", "\"\\\n\x01").add_json("json", "[1]").take();
  EXPECT_EQ(text, R"({"plain":"ä b","odd":"\"\\\n\u0001","json":[1]})");
}

TEST(JsonText, GoesOnWithAnObject) {
  EXPECT_EQ(JsonText("{}").add("a", "1").take(), R"({"a":"1"})");
  EXPECT_EQ(JsonText(R"({"a":1})").add_if_any("b", "").add("c", "").take(), R"({"a":1,"c":""})");
  EXPECT_EQ(JsonText().take(), "{}");
}

TEST(JsonText, HasObjectsInside) {
  JsonText text;
  text.open("a").open("b").close().add("c", "d").close().add("e", "f");
  EXPECT_EQ(text.take(), R"({"a":{"b":{},"c":"d"},"e":"f"})");
}

}  // namespace
}  // namespace stormlark
