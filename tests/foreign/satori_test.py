#!/usr/bin/env python3
"""A conversation with a bot on Satori's adapter for Lark, unmodified.

    satori_test.py STORMLARK [unittest's arguments]

Where its packages are not installed the exit status is 77.
"""

import speaking
from speaking import HERE, SpeakingTest, text_of


class Satori(SpeakingTest):
    COMMAND = [speaking.NODE, HERE / "satori" / "bot.js"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What comes before it knows who it is, it does not read; its first ping comes after that.
        cls.wait("ping", lambda: cls.platform.records("control-received", type="ping"))

    def tearDown(self):
        self.assert_nothing_minded()

    def assert_shown(self, asked, shown):
        """The user writes `asked`, and the bot's next message says `shown`."""
        message = self.answer_to(self.ask(asked))
        self.assertEqual(shown, text_of(message))
        return message

    def test_a_message_is_answered(self):
        asked = self.ask("say hello there")
        self.assertEqual("hello there", text_of(self.answer_to(asked)))
        self.assert_acked(asked)

    def test_a_group_hears_the_answer_too(self):
        self.assertEqual("hello all", text_of(self.answer_to(
            self.ask("say hello all", chat_type="group"))))

    def test_a_message_of_many_fragments_comes_whole(self):
        words = "云雀" * 5000
        self.assert_shown("say " + words, words)

    def test_a_message_is_quoted(self):
        asked = self.ask("quote yes")
        replied = self.answer_to(asked)
        self.assertEqual(("yes", asked), (text_of(replied), replied["parent_id"]))

    def test_an_image_shows(self):
        shown = self.answer_to(self.ask("image"))
        stored = [record["key"] for record in self.platform.records("resource-stored")]
        self.assertIn(stored[-1], shown["body"]["content"])

    def test_a_message_is_edited(self):
        shown = self.answer_to(self.ask("edit second thoughts"))
        self.wait("edit", lambda: self.platform.message(shown["message_id"])["updated"])
        self.assertEqual("second thoughts", text_of(self.platform.message(shown["message_id"])))

    def test_a_message_is_recalled(self):
        shown = self.answer_to(self.ask("recall too late"))
        self.wait("recall", lambda: self.platform.message(shown["message_id"])["deleted"])

    def test_a_message_is_read_back(self):
        self.assert_shown("read", "you wrote: read")

    def test_it_comes_back(self):
        for how in ("reset", "fin", "frame"):
            self.assert_comes_back_after(close="all", how=how)
            self.assert_shown("say after " + how, "after " + how)


if __name__ == "__main__":
    speaking.skip_unless_installed(HERE / "satori" / "node_modules")
    speaking.main(Satori)
