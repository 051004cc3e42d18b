#include "mock_server/chats/message_content.h"

#include "mock_server/chats/markdown_post.h"
#include "mock_server/chats/post_content.h"
#include "protocol/error_codes.h"
#include "protocol/json.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

struct Case {
  std::string_view type;
  std::string content;
  bool good;
};

TEST(MessageContent, EachTypeHasItsForm) {
  const std::vector<Case> cases = {
      {"text", R"({"text":"hello"})", true},
      {"text", R"({"text":7})", false},
      {"text", R"("hello")", false},
      {"image", R"({"image_key":"img_of_nobody"})", true},
      {"image", R"({"image_key":null})", false},
      {"file", R"({"file_key":"f"})", true},
      {"file", R"({"file":"f"})", false},
      {"audio", R"({"file_key":"f"})", true},
      {"audio", "{}", false},
      {"media", R"({"file_key":"f"})", true},
      {"media", R"({"file_key":"f","image_key":"i"})", true},
      {"media", R"({"file_key":"f","image_key":1})", false},
      {"sticker", R"({"file_key":"f"})", true},
      {"sticker", R"({"image_key":"f"})", false},
      {"share_chat", R"({"chat_id":"oc_1"})", true},
      {"share_chat", "{}", false},
      {"share_user", R"({"user_id":"ou_1"})", true},
      {"share_user", R"({"user_id":"on_1"})", false},
      {"system", R"({"type":"divider","params":{"divider_text":{"text":"New session"}}})", true},
      {"system", R"({"type":"divider","params":{"divider_text":{"text":"一二三四五六七八九十"}}})",
       true},
      {"system", R"({"type":"divider","params":{"divider_text":{"text":"一二三四五六七八九十!"}}})",
       false},
      {"system", R"({"type":"banner","params":{"divider_text":{"text":"x"}}})", false},
      {"system", R"({"type":"divider"})", false},
      {"interactive", R"({"schema":"2.0","body":{"elements":[]}})", true},
      {"interactive", R"({"elements":[{"tag":"action","actions":[]}]})", true},
      {"interactive", R"({"type":"template","data":{"template_id":"AAq"}})", true},
      {"interactive", R"({"type":"template","data":{}})", false},
      {"interactive", R"({"type":"card","data":{"card_id":"7","template_variable":{}}})", true},
      {"interactive", R"({"type":"card"})", false},
      {"interactive", "[]", false},
      {"novel", "{}", false}};
  for (const auto& [type, content, good] : cases) {
    EXPECT_EQ(check_content(type, content).code, good ? 0 : code::message_invalid)
        << type << content;
  }
}

TEST(MessageContent, PostsHaveALanguageAndKnownNodes) {
  const auto is_good = [](const std::string& content) {
    const Refusal refusal = check_content("post", content);
    EXPECT_TRUE(!refusal || refusal.detail == "content format of the post type is incorrect");
    return !refusal;
  };
  EXPECT_TRUE(is_good(R"({"zh_cn":{"title":"t","content":[[{"tag":"text","text":"x"},
      {"tag":"a","text":"l","href":"https://x"},{"tag":"at","user_id":"all"}],
      [{"tag":"img","image_key":"i"}],[{"tag":"media","file_key":"f"}],[{"tag":"hr"}],
      [{"tag":"emotion","emoji_type":"OK"}],[{"tag":"code_block","text":"x"}],
      [{"tag":"md","text":"x"}]]},"en_us":{"content":[]}})"));
  EXPECT_FALSE(is_good(R"({"post":{"zh_cn":{"content":[[]]}}})"));
  EXPECT_FALSE(is_good(R"({"title":"t","content":[[]]})"));
  EXPECT_FALSE(is_good(R"({"zh_cn":{"content":[[{"tag":"blink","text":"x"}]]}})"));
  EXPECT_FALSE(is_good(R"({"zh_cn":{"content":[[{"tag":"text"}]]}})"));
  EXPECT_FALSE(is_good(R"({"zh_cn":{"content":[{"tag":"text","text":"x"}]}})"));
  EXPECT_FALSE(is_good(R"({"zh_cn":{"content":["x"]}})"));
  EXPECT_FALSE(is_good(R"({"zh_cn":{"content":[["x"]]}})"));
  EXPECT_FALSE(is_good("{}"));
}

TEST(MessageContent, ACardSaysWhatIsWrongInside) {
  const Refusal tag = check_content(
      "interactive",
      R"({"schema":"2.0","body":{"elements":[{"tag":"column_set","columns":[{"tag":"action"}]}]}})");
  EXPECT_EQ(tag.code, code::card_invalid);
  EXPECT_TRUE(tag.detail.starts_with("ErrCode: 200861; ErrMsg: ")) << tag.detail;
  std::string tables = R"({"tag":"table"})";
  for (int i = 0; i < 5; ++i) tables += R"(,{"tag":"table"})";
  const Refusal many = check_content("interactive", R"({"elements":[)" + tables + "]}");
  EXPECT_EQ(many.detail, "ErrCode: 11310; ErrMsg: card table number over limit; ErrorValue: 6;");
}

TEST(MessageContent, WhatIsNoCardIsRefused) {
  for (const char* content : {"{}", R"({"foo":1})", R"({"schema":"9.0","body":{}})"}) {
    const Refusal refusal = check_content("interactive", content);
    EXPECT_EQ(refusal.code, code::card_invalid) << content;
    EXPECT_TRUE(refusal.detail.starts_with("ErrCode: 200621; ErrMsg: ")) << refusal.detail;
  }
}

TEST(MessageContent, AFlawNamesItsField) {
  const auto flaw_in = [](const char* body) {
    return flaw_in_message(protocol::parse_object(body));
  };
  EXPECT_EQ(flaw_in("{"), "the body must be a JSON object");
  EXPECT_EQ(flaw_in(R"({"content":"{}"})"), "msg_type is required");
  EXPECT_EQ(flaw_in(R"({"msg_type":"text"})"), "content is required");
  EXPECT_EQ(flaw_in(R"({"msg_type":"text","content":{}})"), "content must be a string");
  EXPECT_EQ(flaw_in(R"({"msg_type":"text","content":"{}"})"), "");
}

TEST(MessageContent, IsBoundedByType) {
  const auto text_of = [](std::size_t kilobytes) {
    return R"({"text":")" + std::string(kilobytes << 10, 'x') + R"("})";
  };
  EXPECT_EQ(check_content("text", text_of(149)).code, 0);
  EXPECT_EQ(check_content("text", text_of(150)).code, code::content_too_long);
  EXPECT_EQ(check_content("post", text_of(30)).code, code::content_too_long);
  const std::string filler(29U << 10, 'x');
  EXPECT_EQ(check_content("interactive", R"({"header":{},"x":")" + filler + R"("})").code, 0);
  EXPECT_EQ(check_content("interactive", text_of(30)).code, code::content_too_long);
}

TEST(MessageContent, OldCardsMustAllowUpdates) {
  EXPECT_FALSE(allows_updates(R"({"elements":[]})"));
  EXPECT_FALSE(allows_updates(R"({"config":{"update_multi":false}})"));
  EXPECT_TRUE(allows_updates(R"({"config":{"update_multi":true}})"));
  EXPECT_TRUE(allows_updates(R"({"schema":"2.0"})"));
  EXPECT_TRUE(allows_updates(R"({"type":"template","data":{"template_id":"AAq"}})"));
}

TEST(PostContent, IsReadInOneLanguageWithItsMarkdownSpelledOut) {
  const auto post = boost::json::parse(
      R"({"zh_cn":{"title":"t","content":[[{"tag":"md",
         "text":"see [this](https://x) and\n<at user_id=\"ou_1\">A</at> [too"}],
         [{"tag":"hr"}]]},"en_us":{"content":[]}})");
  EXPECT_EQ(boost::json::serialize(as_read(post.as_object())),
            R"({"title":"t","content":[)"
            R"([{"tag":"text","text":"see "},{"tag":"a","text":"this","href":"https://x"},)"
            R"({"tag":"text","text":" and"}],)"
            R"([{"tag":"at","user_id":"ou_1"},{"tag":"text","text":" [too"}],)"
            R"([{"tag":"hr"}]]})");
}

TEST(PostContent, ShowsNoMarkup) {
  const auto read = [](const std::string& markdown) {
    return boost::json::serialize(paragraphs_of(markdown));
  };
  EXPECT_EQ(read("a **b** _c_ ~~d~~ `e_f`"),
            R"([[{"tag":"text","text":"a "},{"tag":"text","text":"b","style":["bold"]},)"
            R"({"tag":"text","text":" "},{"tag":"text","text":"c","style":["italic"]},)"
            R"({"tag":"text","text":" "},{"tag":"text","text":"d","style":["lineThrough"]},)"
            R"({"tag":"text","text":" "},{"tag":"text","text":"e_f"}]])");
  EXPECT_EQ(read("# Head\n> said\n- one"),
            R"([[{"tag":"text","text":"Head","style":["bold"]}],[{"tag":"text","text":"said"}],)"
            R"([{"tag":"text","text":"• "},{"tag":"text","text":"one"}]])");
  EXPECT_EQ(read("```js\nfoo(*p)\nbar\n```\nend"),
            R"([[{"tag":"code_block","language":"js","text":"foo(*p)\nbar"}],)"
            R"([{"tag":"text","text":"end"}]])");
  EXPECT_EQ(read("**see [the *docs*](u) and <at user_id=\"ou_1\">A</at>**, `[x](y)`"),
            R"([[{"tag":"text","text":"see ","style":["bold"]},{"tag":"a","text":"the docs",)"
            R"("href":"u"},{"tag":"text","text":" and ","style":["bold"]},)"
            R"({"tag":"at","user_id":"ou_1"},{"tag":"text","text":", "},)"
            R"json({"tag":"text","text":"[x](y)"}]])json");
  EXPECT_EQ(read("```\n\na\n```"), R"([[{"tag":"code_block","language":"","text":"\na"}]])");
  EXPECT_EQ(read("snake_case_name, 2 * 3 * 4"),
            R"([[{"tag":"text","text":"snake_case_name, 2 * 3 * 4"}]])");
}

}  // namespace
}  // namespace stormlark::mock
