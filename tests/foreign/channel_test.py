#!/usr/bin/env python3
"""A conversation with a bot on the channel of the official Node SDK (`createLarkChannel`), unmodified.

    channel_test.py STORMLARK [unittest's arguments]

Where its packages are not installed the exit status is 77.
"""

import speaking
from speaking import HERE, SpeakingTest, content_of, text_of


class Channel(SpeakingTest):
    COMMAND = [speaking.NODE, HERE / "node-sdk" / "channel.js"]

    def tearDown(self):
        self.assert_nothing_minded()

    def test_a_message_is_replied_to(self):
        asked = self.ask("hello")
        replied = self.answer_to(asked)
        self.assertEqual("p2p hello", text_of(replied))
        self.assertEqual(asked, replied["parent_id"])
        self.assert_acked(asked)

    def test_a_group_is_answered_where_the_bot_is_mentioned(self):
        self.assertEqual("group hello all", text_of(self.answer_to(
            self.ask("hello all", chat_type="group"))))

    def test_a_card_is_streamed(self):
        asked = self.ask("stream one two three")
        self.answer_to(asked, "interactive")
        self.assertIn("one two three", text_of(self.answer_to(asked, "text")))

    def test_a_card_is_repainted(self):
        shown = self.answer_to(self.ask("paint red"), "interactive")
        self.wait("new card", lambda: "red" in
                  self.platform.message(shown["message_id"])["body"]["content"])

    def test_a_picture_shows(self):
        self.assertIn("image_key", content_of(self.answer_to(self.ask("picture"), "image")))

    def test_a_reaction_comes_and_goes(self):
        asked = self.ask("react OK")
        self.assertEqual("removed: true", text_of(self.answer_to(asked)))
        changes = self.platform.records("reaction-changed", message=asked)
        self.assertEqual([True, False], [change["added"] for change in changes])

    def test_a_bot_hears_that_it_is_added(self):
        group = self.colleague("POST", "/im/v1/chats",
                               {"name": "work", "bot_id_list": [self.platform.app_id]})
        self.assert_heard("botAdded", chatId=group["chat_id"])

    def test_a_click_is_heard(self):
        shown = self.answer_to(self.ask("paint red"), "interactive")["message_id"]
        self.act("POST", "/v1/clicks", user=self.chat, message=shown, value={"choice": "yes"})
        heard = self.assert_heard("cardAction", messageId=shown)
        self.assertEqual({"choice": "yes"}, heard["action"]["value"])

    def test_a_users_reaction_is_heard(self):
        answer = self.answer_to(self.ask("hello"))["message_id"]
        for method, action in (("POST", "added"), ("DELETE", "removed")):
            self.act(method, "/v1/reactions", user=self.chat, message=answer, emoji="THUMBSUP")
            self.assert_heard("reaction", messageId=answer, emojiType="THUMBSUP", action=action)

    def test_it_comes_back_and_says_so(self):
        self.assert_comes_back_after(close="all", how="reset")
        self.wait("word of it", lambda: self.heard("reconnected"))
        self.assertEqual("p2p still there", text_of(self.answer_to(self.ask("still there"))))


if __name__ == "__main__":
    speaking.skip_unless_installed(HERE / "node-sdk" / "node_modules" / "sdk-2026")
    speaking.main(Channel)
