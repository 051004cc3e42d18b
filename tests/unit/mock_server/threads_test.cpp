#include "tests/unit/mock_server/message_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

class ThreadsTest : public MessageTest {
 protected:
  boost::json::object reply_in_thread(const std::string& message_id, const std::string& said) {
    return bot
        ->call("POST", reply_target(message_id),
               body("text", protocol::text_content(said), {{"reply_in_thread", true}}))
        .data;
  }
  protocol::ApiAnswer list(const std::string& type, const std::string& id,
                           const std::string& more = {}) {
    return bot->call("GET", std::string(protocol::path::messages) + "?container_id_type=" + type +
                                "&container_id=" + id + more);
  }
};

TEST_F(ThreadsTest, AThreadBeginsAtTheMessageThatIsRepliedTo) {
  const std::string root = write_in_group("T1");
  const auto first = reply_in_thread(root, "one");
  const std::string thread = text(first, "thread_id");
  EXPECT_TRUE(thread.starts_with("omt_"));
  EXPECT_EQ(text(first, "root_id"), root);
  EXPECT_EQ(text(first, "parent_id"), root);
  EXPECT_EQ(text(shown(root), "thread_id"), thread);
  EXPECT_FALSE(shown(root).contains("root_id"));

  // Whatever is replied to in it, and whatever the flag says, stays in it, below its root.
  const auto second = bot->reply(text(first, "message_id"), "two").data;
  EXPECT_EQ(text(second, "thread_id"), thread);
  EXPECT_EQ(text(second, "parent_id"), root);
  EXPECT_EQ(text(bot->reply(root, "three").data, "thread_id"), thread);
  EXPECT_EQ(last<history::AnswerVisible>().message, root);
}

TEST_F(ThreadsTest, APlainReplyHasNoThread) {
  const auto answer = bot->reply(write_in_group("T1"), "one").data;
  EXPECT_FALSE(answer.contains("thread_id"));
}

TEST_F(ThreadsTest, AReplyCanBecomeTheRootOfAThread) {
  const std::string message = write_in_group("T1");
  const std::string answer = text(bot->reply(message, "one").data, "message_id");
  EXPECT_EQ(text(reply_in_thread(answer, "two"), "root_id"), answer);
  EXPECT_EQ(text(shown(answer), "root_id"), message);
  const auto history = list("chat", chat_of(message)).data;
  EXPECT_EQ(history.at("items").as_array().size(), 2U);
}

TEST_F(ThreadsTest, AreListedOnTheirOwn) {
  const std::string root = write_in_group("T1");
  const std::string thread = text(reply_in_thread(root, "one"), "thread_id");
  reply_in_thread(root, "two");
  const auto items = list("thread", thread, "&end_time=1").data.at("items").as_array();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items.at(0).at("message_id"), boost::json::string(root));
  EXPECT_EQ(list("thread", thread, "&page_size=2").data.at("has_more"), true);
  EXPECT_EQ(list("chat", chat_of(root)).data.at("items").as_array().size(), 1U);
  EXPECT_EQ(list("thread", "omt_1").code, code::message_invalid);
  EXPECT_EQ(list("forum", thread).code, code::field_validation);
}

TEST_F(ThreadsTest, OfAChatBetweenTwoAreInItsHistoryUnlessOnlyRootsAreWanted) {
  const std::string root = write("T1");
  const std::string thread = text(reply_in_thread(root, "one"), "thread_id");
  const std::string chat = chat_of(root);
  EXPECT_EQ(list("chat", chat).data.at("items").as_array().size(), 2U);
  const auto roots = list("chat", chat, "&only_thread_root_messages=true").data;
  EXPECT_EQ(roots.at("items").as_array().size(), 1U);
  EXPECT_EQ(stranger
                ->call("GET", std::string(protocol::path::messages) +
                                  "?container_id_type=thread&container_id=" + thread)
                .code,
            code::bot_not_in_chat);
}

TEST_F(ThreadsTest, CanBeWrittenToByTheirId) {
  const std::string root = write_in_group("T1");
  const std::string thread = text(reply_in_thread(root, "one"), "thread_id");
  const std::string by_thread =
      std::string(protocol::path::messages) + "?receive_id_type=thread_id";
  const auto sent = bot->call("POST", by_thread, text_message("two", "", thread)).data;
  EXPECT_EQ(text(sent, "thread_id"), thread);
  EXPECT_EQ(text(sent, "root_id"), root);
  EXPECT_EQ(bot->call("POST", by_thread, text_message("two", "", "omt_1")).code, code::thread_gone);
}

}  // namespace
}  // namespace stormlark::mock
