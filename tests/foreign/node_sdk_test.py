#!/usr/bin/env python3
"""A conversation with a bot on the official Node SDK, unmodified.

    node_sdk_test.py STORMLARK 2024|2025|2026 [unittest's arguments]

The year chooses the release, as node-sdk/package.json pins them. Where the packages are not installed
the exit status is 77.
"""

import json
import sys

import speaking
from speaking import HERE, SpeakingTest, content_of, text_of

YEARS = ("2024", "2025", "2026")


class NodeSdk(SpeakingTest):
    YEAR = ""
    COMMAND = [speaking.NODE, HERE / "node-sdk" / "bot.js"]

    @classmethod
    def environment(cls):
        env = {**super().environment(), "SDK": "sdk-" + cls.YEAR}
        if cls.YEAR == "2026":
            return env
        # These take the `:PORT` of a domain for a parameter of the path, and drop it. So they are
        # given the domain that they know, and the platform as the proxy that leads there.
        return {**env, "LARK_DOMAIN": "http://open.feishu.cn", "http_proxy": cls.platform.url}

    # ---- what bots say ----

    def test_a_text_is_replied_to(self):
        replied = self.assert_answered("say hello there", "hello there")
        self.assert_acked(replied["parent_id"])

    def test_a_group_hears_the_answer_too(self):
        self.assert_answered("say hello all", "hello all", chat_type="group")

    def test_unicode_survives(self):
        self.assert_answered("say 你好，云雀 🐦", "你好，云雀 🐦")

    def test_a_message_of_many_fragments_comes_whole(self):
        words = "云雀" * 5000
        self.assert_answered("say " + words, words)

    def test_a_post_shows(self):
        shown = self.answer_to(self.ask("post some lines"), "post")
        self.assertEqual("Title", content_of(shown)["title"])
        self.assertEqual("some lines", text_of(shown))

    def test_a_card_shows(self):
        shown = self.answer_to(self.ask("card Choose"), "interactive")
        self.assertIn("Choose", shown["body"]["content"])

    def test_a_card_is_repainted(self):
        asked = self.ask("repaint second")
        shown = self.answer_to(asked, "interactive")
        self.wait("new card", lambda: "second" in
                  self.platform.message(shown["message_id"])["body"]["content"])

    def test_a_card_is_streamed(self):
        asked = self.ask("stream one two three")
        self.answer_to(asked, "interactive")
        self.assertIn("one two three", text_of(self.answer_to(asked, "text")))

    # ---- what bots do with messages ----

    def test_an_image_goes_up_and_comes_down(self):
        asked = self.ask("image")
        self.assertIn("image_key", content_of(self.answer_to(asked, "image")))
        self.assertEqual("the same came back", text_of(self.answer_to(asked, "text")))

    def test_a_file_goes_up_and_comes_down(self):
        asked = self.ask("file paper.txt")
        self.assertEqual("paper.txt", content_of(self.answer_to(asked, "file"))["file_name"])
        self.assertEqual("the same came back", text_of(self.answer_to(asked, "text")))

    def test_a_message_is_edited(self):
        shown = self.answer_to(self.ask("edit second thoughts"))
        self.wait("edit", lambda: self.platform.message(shown["message_id"])["updated"])
        self.assertEqual("second thoughts", text_of(self.platform.message(shown["message_id"])))

    def test_a_message_is_recalled(self):
        shown = self.answer_to(self.ask("recall too late"))
        self.wait("recall", lambda: self.platform.message(shown["message_id"])["deleted"])
        self.assert_heard("im.message.recalled_v1", message_id=shown["message_id"])

    def test_a_reaction_comes_and_goes(self):
        asked = self.ask("react THUMBSUP")
        self.assertEqual("reacted 1 time", text_of(self.answer_to(asked)))
        changes = self.platform.records("reaction-changed", message=asked)
        self.assertEqual([("THUMBSUP", True), ("THUMBSUP", False)],
                         [(change["emoji"], change["added"]) for change in changes])
        self.assert_heard("im.message.reaction.created_v1", message_id=asked, operator_type="app")
        self.assert_heard("im.message.reaction.deleted_v1", message_id=asked, operator_type="app")

    def test_a_message_is_read_back(self):
        self.assert_answered("read", "you wrote: read")

    def test_a_chat_is_read_page_by_page(self):
        for words in ("one", "two"):
            self.assert_answered("say " + words, words)
        self.assert_answered("count", "5 messages")

    def test_a_message_is_pinned(self):
        self.assert_answered("pin", "pinned and taken down")

    def test_a_chat_is_looked_up(self):
        self.assert_answered("where", "in a p2p chat")

    def test_people_are_looked_up(self):
        self.assert_answered("who", "you are %s, I am Stormlark Bot" % self.chat)

    # ---- groups ----

    def test_a_groups_changes_are_heard(self):
        chat_id = text_of(self.answer_to(self.ask("group of friends")))
        self.assertTrue(chat_id.startswith("oc_"), chat_id)
        for event in ("updated_v1", "member.user.deleted_v1", "member.user.added_v1",
                      "disbanded_v1"):
            self.assert_heard("im.chat." + event, chat_id=chat_id)

    def test_a_bot_hears_that_it_is_added_and_removed(self):
        bot = self.platform.app_id
        group = self.colleague("POST", "/im/v1/chats", {"name": "work", "bot_id_list": [bot]})
        self.assert_heard("im.chat.member.bot.added_v1", chat_id=group["chat_id"])
        self.colleague("DELETE", "/im/v1/chats/%s/members?member_id_type=app_id" % group["chat_id"],
                       {"id_list": [bot]})
        self.assert_heard("im.chat.member.bot.deleted_v1", chat_id=group["chat_id"])

    # ---- what users do besides writing ----

    def test_a_click_is_answered_with_a_toast_and_another_card(self):
        shown = self.answer_to(self.ask("card Choose"), "interactive")["message_id"]
        seen = self.act("POST", "/v1/clicks", user=self.chat, message=shown, value={"choice": "yes"})
        self.assertEqual((0, "you chose yes"), (seen["code"], seen["toast"]["content"]))
        self.assertIn("clicked", json.dumps(seen["card"]))
        self.assertIn("clicked", self.platform.message(shown)["body"]["content"])

    def test_a_menu_entry_is_heard(self):
        self.act("POST", "/v1/menu", user=self.chat, key="help")
        self.assert_heard("application.bot.menu_v6", event_key="help")

    def test_a_user_who_enters_is_heard(self):
        asked = self.ask("say welcome")
        chat_id = self.answer_to(asked)["chat_id"]
        self.act("POST", "/v1/enter", user=self.chat)
        self.assert_heard("im.chat.access_event.bot_p2p_chat_entered_v1", chat_id=chat_id)

    def test_a_users_reaction_is_heard(self):
        asked = self.ask("say thanks")
        answer = self.answer_to(asked)["message_id"]
        for method, verb in (("POST", "created"), ("DELETE", "deleted")):
            self.act(method, "/v1/reactions", user=self.chat, message=answer, emoji="THUMBSUP")
            self.assert_heard("im.message.reaction.%s_v1" % verb, message_id=answer,
                              operator_type="user")

    def test_a_users_recall_is_heard(self):
        asked = self.ask("say what did you say")
        self.answer_to(asked)
        self.act("DELETE", "/v1/messages/" + asked)
        self.assert_heard("im.message.recalled_v1", message_id=asked)

    # ---- while it is connected ----

    def test_it_pings_as_the_last_pong_says(self):
        def gaps():
            pings = [ping["us"] / 1e6 for ping in
                     self.platform.records("control-received", type="ping")]
            return [later - earlier for earlier, later in zip(pings, pings[1:])]
        before = len(gaps())
        self.act("PUT", "/v1/client-config", ping_interval="1s")
        self.addCleanup(self.act, "PUT", "/v1/client-config", ping_interval="3s")
        self.wait("faster ping", lambda: any(gap < 2 for gap in gaps()[before + 1:]))

    # ---- when the connection ends ----

    def test_it_comes_back_after_a_reset(self):
        self.assert_comes_back_after(close="all", how="reset")
        self.assert_answered("say back again", "back again")

    def test_it_comes_back_after_a_fin(self):
        self.assert_comes_back_after(close="all", how="fin")
        self.assert_answered("say back again", "back again")

    def test_it_comes_back_after_a_close_frame(self):
        self.assert_comes_back_after(close="all", how="frame", code=1001)
        self.assert_answered("say back again", "back again")

    def test_it_comes_back_when_the_platform_does(self):
        self.platform.begin_fault("outage", down="reset")
        self.wait("end of the connection", lambda: not self.platform.live_connections())
        self.platform.heal("outage")
        self.wait("connection after the outage", self.platform.live_connections)
        self.assert_answered("say still here", "still here")

    def test_what_was_said_while_it_was_away_is_answered(self):
        self.platform.begin_fault("outage", down="reset")
        self.wait("end of the connection", lambda: not self.platform.live_connections())
        asked = self.ask("say sorry I was away")
        self.platform.heal("outage")
        self.assertEqual("sorry I was away", text_of(self.answer_to(asked)))

    def tearDown(self):
        self.assert_nothing_minded()


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[2] not in YEARS:
        sys.exit(__doc__)
    NodeSdk.YEAR = sys.argv.pop(2)
    speaking.skip_unless_installed(HERE / "node-sdk" / "node_modules" / ("sdk-" + NodeSdk.YEAR))
    speaking.main(NodeSdk)
