"""The platform on this desk and a bot that is not ours before it, for tests that speak with it as a
user does: over the control API, by what stands in the chat."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE_S = 30
SKIPPED = 77
NODE = shutil.which("node")


def skip_unless_installed(*packages):
    """Ends the program with the status for skipped tests where Node or a directory is missing."""
    missing = [str(path) for path in packages if not path.exists()]
    if missing:
        print("missing: %s; ci/install-foreign fetches it" % ", ".join(missing))
    if not NODE:
        print("missing: node; ci/install-deps installs it")
    if missing or not NODE:
        sys.exit(SKIPPED)


def until(what, probe, patience_s=PATIENCE_S):
    """What `probe` returns as soon as that is true of it; fails when it has not been for too long."""
    deadline = time.monotonic() + patience_s
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError("after %d s still no %s" % (patience_s, what))
        time.sleep(0.02)


class Program:
    """A process whose output is kept."""

    def __init__(self, command, env=None, directory=None):
        self.name = os.path.basename(command[0])
        self.output = tempfile.NamedTemporaryFile("w+", prefix="stormlark-foreign-")
        self.process = subprocess.Popen(command, env=env, cwd=directory, stdin=subprocess.DEVNULL,
                                        stdout=self.output, stderr=subprocess.STDOUT)

    def lines(self):
        """What it has printed so far, by whole lines."""
        return pathlib.Path(self.output.name).read_text(errors="replace").split("\n")[:-1]

    def running(self):
        return self.process.poll() is None

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.output.close()


class Platform(Program):
    """`stormlark mock` on free ports, and its control API."""

    def __init__(self, stormlark, switches):
        self.directory = tempfile.TemporaryDirectory(prefix="stormlark-foreign-")
        self.ca_file = os.path.join(self.directory.name, "authority.pem")  # with `tls`
        super().__init__([stormlark, "mock", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0",
                          "--ca-file", self.ca_file, "--set", json.dumps(switches)])
        self.url = self.told("platform")
        self.app_id = self.told("app id")
        self.app_secret = self.told("app secret")
        self.control = self.told("control")

    def told(self, name):
        """The first word after `name` in what it printed at its start."""
        def find():
            for line in self.lines():
                if line.startswith(name + " "):
                    return line.removeprefix(name).split()[0]
            if not self.running():
                raise AssertionError("stormlark mock ended: " + "\n".join(self.lines()))
        return until("line '%s' from stormlark mock" % name, find)

    def stop(self):
        super().stop()
        self.directory.cleanup()

    def call(self, method, path, body=None, host=None, headers=None):
        """The answer's body, of the control API where no other host is told; an AssertionError with
        the platform's reason where it is refused."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request((host or self.control) + path, data, headers or {},
                                         method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refused:
            reason = refused.read().decode()
            raise AssertionError("%s %s: %s" % (method, path, reason)) from refused

    def state(self):
        return json.loads(self.call("GET", "/v1/state"))

    def history(self):
        return [json.loads(line) for line in self.call("GET", "/v1/history").splitlines()]

    def records(self, kind, **fields):
        wanted = fields.items()
        return [record for record in self.history()
                if record["kind"] == kind and all(record.get(key) == value for key, value in wanted)]

    def write(self, chat, text, **more):
        """A user writes; the message's id."""
        answer = self.call("POST", "/v1/messages", {"chat": chat, "text": text, **more})
        return json.loads(answer)["message"]

    def begin_fault(self, name, **fault):
        self.call("PUT", "/v1/faults/" + name, {key.replace("_", "-"): value
                                                for key, value in fault.items()})

    def heal(self, name):
        self.call("DELETE", "/v1/faults/" + name)

    def live_connections(self):
        return [one for one in self.state()["connections"] if one["live"]]

    def message(self, message_id):
        for message in self.state()["messages"]:
            if message["message_id"] == message_id:
                return message
        raise AssertionError("there is no message " + message_id)

    def said_by_bot(self, to):
        """What the bot has said since, in the chat of the message `to`: the newest last."""
        messages = self.state()["messages"]
        at = next(i for i, message in enumerate(messages) if message["message_id"] == to)
        return [message for message in messages[at + 1:]
                if message["sender"]["sender_type"] == "app"
                and message["chat_id"] == messages[at]["chat_id"]]


class SpeakingTest(unittest.TestCase):
    """One platform and one bot for all tests of a class. Each test speaks in a chat of its own, which
    is named like it."""

    STORMLARK = ""
    # Another bot in the same tenant.
    COLLEAGUE = {"id": "cli_00000000c011ea9e", "secret": "another-test-secret-0123456789"}
    # Every event; connections come back at once; a message of some length comes in fragments.
    SWITCHES = {"apps": [{"events": ["*"]}, COLLEAGUE], "reconnect_nonce": "0s", "reconnect_interval": "1s",
                "ping_interval": "3s", "redelivery": ["2s", "2s"], "fragment_bytes": 2000}
    COMMAND = []  # of the bot
    PATIENCE_S = PATIENCE_S

    @classmethod
    def environment(cls):
        """What the bot is told of the platform; without proxies that this machine may have."""
        own = {name: value for name, value in os.environ.items()
               if not name.lower().endswith("_proxy")}
        return {**own, "APP_ID": cls.platform.app_id, "APP_SECRET": cls.platform.app_secret,
                "LARK_DOMAIN": cls.platform.url}

    @classmethod
    def setUpClass(cls):
        cls.platform = Platform(cls.STORMLARK, cls.SWITCHES)
        cls.addClassCleanup(cls.platform.stop)
        cls.bot = Program(cls.COMMAND, cls.environment(), HERE)
        cls.addClassCleanup(cls.bot.stop)
        cls.wait("connection of the bot", cls.platform.live_connections)

    @classmethod
    def wait(cls, what, probe):
        """Like `until`, and fails with the bot's last words."""
        def probe_while_it_lives():
            if not cls.bot.running():
                raise AssertionError("the bot ended with %d" % cls.bot.process.returncode)
            return probe()
        try:
            return until(what, probe_while_it_lives, cls.PATIENCE_S)
        except AssertionError as failure:
            last = [line[:300] for line in cls.bot.lines()[-30:]]
            raise AssertionError("%s; the bot's last words:\n%s" % (failure, "\n".join(last))) from None

    @classmethod
    def heard(cls, what):
        """The data with which the bot's handler of that event was called, so far."""
        said = [json.loads(line) for line in cls.bot.lines() if line.startswith('{"heard":')]
        return [one.get("data", {}) for one in said if one["heard"] == what]

    def assert_heard(self, what, **fields):
        """The bot's handler of that event is called with these, perhaps among others."""
        def find():
            return [data for data in self.heard(what) if fields.items() <= data.items()]
        return self.wait("%s with %s among what the bot hears" % (what, fields), find)[0]

    @property
    def chat(self):
        return self._testMethodName.removeprefix("test_")

    def ask(self, text, **more):
        return self.platform.write(self.chat, text, **more)

    def act(self, method, path, **body):
        """What happens besides messages, and what the control API answers."""
        if method == "DELETE":  # it has no body
            query = urllib.parse.urlencode(body)
            path, body = path + ("?" + query if query else ""), None
        return json.loads(self.platform.call(method, path, body))

    def colleague(self, method, path, body):
        """What the platform's API answers to the other bot."""
        own = {"app_id": self.COLLEAGUE["id"], "app_secret": self.COLLEAGUE["secret"]}
        token = self.platform.call("POST", "/open-apis/auth/v3/tenant_access_token/internal", own,
                                   self.platform.url)
        headers = {"Authorization": "Bearer " + json.loads(token)["tenant_access_token"]}
        answer = self.platform.call(method, "/open-apis" + path, body, self.platform.url, headers)
        return json.loads(answer)["data"]

    def answer_to(self, message_id, kind=None):
        """The bot's first message after that one, of a type if one is told."""
        def find():
            for message in self.platform.said_by_bot(message_id):
                if kind in (None, message["msg_type"]):
                    return message
        return self.wait("answer of type %s" % (kind or "any"), find)

    def assert_answered(self, text, answer, **more):
        """The user writes `text`, and reads a reply to it that says `answer`."""
        asked = self.ask(text, **more)
        replied = self.answer_to(asked)
        self.assertEqual(answer, text_of(replied))
        self.assertEqual(asked, replied["parent_id"])
        return replied

    def assert_acked(self, message_id):
        """The first push of this message was acked, and with 200."""
        acks = self.wait("ack", lambda: self.platform.records("acked", message=message_id))
        self.assertEqual([200], [ack["code"] for ack in acks])

    def assert_comes_back_after(self, **fault):
        """The connection ends, and another one opens."""
        before = {one["connection"] for one in self.platform.live_connections()}
        self.platform.begin_fault("cut", **fault)
        def opened():
            return {one["connection"] for one in self.platform.live_connections()} - before
        self.wait("new connection after " + str(fault), opened)


    def assert_nothing_minded(self):
        """No call was refused, and the protocol was kept."""
        self.assertEqual([], self.platform.records("protocol-violated"))
        self.assertEqual([], [call for call in self.platform.records("call-ended", outcome="answered")
                              if (call["http_status"], call["code"]) != (200, 0)])


def content_of(message):
    return json.loads(message["body"]["content"])


def text_of(message):
    """What a text or a post says."""
    content = content_of(message)
    if message["msg_type"] == "text":
        return content["text"]
    return "\n".join("".join(part.get("text", "") for part in line) for line in content["content"])


def main(test):
    """Runs a test class; the program's first argument is the path of `stormlark`."""
    if len(sys.argv) < 2:
        sys.exit("usage: %s STORMLARK [unittest's arguments]" % sys.argv[0])
    test.STORMLARK = os.path.abspath(sys.argv.pop(1))
    unittest.main(module=test.__module__, verbosity=2)
