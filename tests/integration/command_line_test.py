#!/usr/bin/env python3
"""What a person who gets something wrong is told: one line, and the right exit status.

usage: command_line_test.py BUILD_DIRECTORY
"""

import json
import os
import shlex
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml

BUILD = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "build/dev"
PATIENCE_S = 30

SCENARIO = """
scenario: calm
title: A message is answered
steps:
  - send: {chat: alice}
  - await: {settled: true, within: 5s}
expect: [answered-once]
"""

CONFIG = """
app: {id: cli_a1b2c3d4e5f60718, secret_file: secret}
platform: {url: "http://127.0.0.1:1"}
journal: {path: gateway.db}
lock: {directory: lock}
"""


class CommandLineTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="stormlark-command-line-")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def path(self, name):
        return os.path.join(self.directory, name)

    def write(self, name, text, mode=0o600):
        with open(self.path(name), "w") as file:
            file.write(text)
        os.chmod(self.path(name), mode)

    def start(self, *command):
        program = [os.path.join(BUILD, command[0]), *command[1:]]
        return subprocess.Popen(program, cwd=self.directory, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run_command(self, *command):
        process = self.start(*command)
        out, err = process.communicate(timeout=PATIENCE_S)
        return process.returncode, out, err

    def assert_refused(self, status, line, *command):
        """The command ends with `status`, and the one line that it says is or has `line`."""
        with self.subTest(" ".join(command)):
            got, out, err = self.run_command(*command)
            self.assertEqual((got, out), (status, ""), err)
            self.assertEqual(err.count("\n"), 1, err)
            self.assertIn(line, err)

    def taken_address(self):
        taken = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(taken.close)
        return "127.0.0.1:%d" % taken.getsockname()[1]


class Stormlark(CommandLineTest):
    def assert_bad_input(self, line, *arguments):
        self.assert_refused(2, line, "stormlark", *arguments)

    def test_commands_and_options(self):
        self.assert_bad_input("stormlark: A subcommand is required; see --help")
        self.assert_bad_input("there is no command 'rnu'; did you mean run?", "rnu")
        self.assert_bad_input("name a scenario, or say --all", "run")
        self.assert_bad_input("--all runs every scenario; leave it out, or leave out pong-never",
                              "run", "pong-never", "--all")
        self.assert_bad_input("--seed: 'abc' is not a seed", "run", "x", "--seed", "abc")
        self.assert_bad_input("--seed: '-1' is not a seed", "run", "x", "--seed", "-1")
        self.assert_bad_input("--repeat: '0' is not a number of times; write 1 or more",
                              "run", "x", "--repeat", "0")
        self.assert_bad_input("--scale: 'nan' is not a factor", "run", "x", "--scale", "nan")
        self.assert_bad_input("--jobs: '0' is not a number of processes; write 1 or more",
                              "run", "x", "--simulated", "--jobs", "0")
        self.assert_bad_input("--jobs goes with --simulated", "run", "x", "--jobs", "2")
        self.assert_bad_input("--time-max: '5' is not a span of time",
                              "run", "x", "--simulated", "--time-max", "5")
        self.assert_bad_input("--events-max: '0' is not a number of steps",
                              "run", "x", "--simulated", "--events-max", "0")
        for shard in ["0/4", "5/4", "2", "a/b", "1/0", "-1/4"]:
            self.assert_bad_input("'%s'" % shard, "run", "x", "--shard", shard)
        self.assert_bad_input("--catalogue: Directory does not exist: nowhere",
                              "list", "--catalogue", "nowhere")

    def test_names_of_scenarios_and_subjects(self):
        self.assert_bad_input("there is no scenario 'pong-nevre'; did you mean pong-never?",
                              "run", "pong-nevre")
        self.assert_bad_input("there is no scenario 'quite-unlike'; 'stormlark list' shows",
                              "run", "quite-unlike")
        self.assert_bad_input("there is no scenario 'sigterm'; did you mean sigterm-mid-reply or "
                              "sigterm-zombie-reconnect?", "run", "sigterm")
        self.assert_bad_input("there is no scenario 'quite-unlike'; 'stormlark list' shows",
                              "run", "--json", "quite-unlike")
        self.assert_bad_input("there is no subject 'stormlark-gatewya'; did you mean "
                              "stormlark-gateway?",
                              "run", "pong-never", "--subject", "stormlark-gatewya")
        self.assert_bad_input("there is no scenario or subject 'pong-nevre'; did you mean",
                              "show", "pong-nevre")
        self.assert_bad_input("pong-never[a=b]: the scenario has no matrix; leave out [a=b]",
                              "run", "pong-never[a=b]")
        self.assert_bad_input("the scenario has no such cell; did you mean [moment=idle]?",
                              "run", "sigterm-mid-reply[momen=idle]")
        self.assert_bad_input("no scenario has such a tag", "run", "--all", "--tag", "nope")
        self.assert_bad_input("no scenario has such a tag", "run", "--tag", "nope")
        self.assert_bad_input("no scenario has such a tag", "run", "--tag", "nope", "pong-never")
        self.assert_bad_input("./absent.yaml: there is no such file", "check", "./absent.yaml")
        self.assert_bad_input("./: is a directory, not the file of a scenario", "check", "./")
        self.assert_bad_input("absent: is not what a run left behind", "report", "absent")

    def test_scenario_files(self):
        def assert_bad_scenario(line, text):
            self.write("bad.yaml", text)
            self.assert_bad_input(line, "run", "./bad.yaml")

        assert_bad_scenario("./bad.yaml:1: is empty", "")
        assert_bad_scenario("./bad.yaml:3: is not YAML: ", "scenario: x\nsteps: [\n")
        assert_bad_scenario("./bad.yaml:2: scenario: stands twice; remove one",
                            "scenario: x\nscenario: y\n")
        assert_bad_scenario("./bad.yaml:5: steps[0].sned: unknown step; did you mean send?",
                            SCENARIO.replace("send:", "sned:"))
        assert_bad_scenario("./bad.yaml:6: steps[1].await.within: '-5s' is negative",
                            SCENARIO.replace("5s", "-5s"))
        assert_bad_scenario("./bad.yaml:7: expect[0]: unknown check `answerd-once`; did you mean "
                            "answered-once?", SCENARIO.replace("answered", "answerd"))

    def test_subject_files(self):
        self.write("calm.yaml", SCENARIO)
        self.write("bot.yaml", "subject: bot\ncommand: [x, '{app.secrt}']\n")
        line = "./bot.yaml:2: command[1]: {app.secrt} is not known; did you mean app.secret?"
        self.assert_bad_input(line, "run", "./calm.yaml", "--subject", "./bot.yaml")
        self.assertFalse(os.path.exists(self.path("runs")), "a run was begun")
        self.assert_bad_input(line, "check", "./bot.yaml")

    def test_checks_files_of_both_kinds_each_to_its_first_mistake(self):
        self.write("calm.yaml", SCENARIO)
        self.write("bot.yaml", "subject: bot\ncommand: [python3, bot.py]\n")
        self.write("bad.yaml", SCENARIO.replace("send:", "sned:"))
        status, out, err = self.run_command("stormlark", "check", "./bot.yaml", "./bad.yaml",
                                            "./calm.yaml", "stormlark-gateway")
        self.assertEqual(status, 2)
        self.assertEqual(err, "./bad.yaml:5: steps[0].sned: unknown step; did you mean send?\n")
        self.assertIn("bot\n  runs python3 bot.py\n./bot.yaml is well\n", out)
        self.assertIn("./calm.yaml is well\n", out)
        self.assertIn("subjects/stormlark-gateway.yaml is well\n", out)

    def test_what_cannot_be_explored(self):
        self.write("late.yaml", SCENARIO.replace("5s", "5"))
        self.assert_bad_input("late.yaml:6: steps[1].await.within: '5' is not a duration",
                              "explore", "--from", "./late.yaml")
        self.write("bot.yaml", "subject: bot\ncommand: [python3, '{subject.directory}/bot.py']\n")
        self.assert_bad_input("explore: ./bot.yaml cannot be simulated; it needs the real world: bot runs "
                              "'python3 %s/bot.py'; play it by 'stormlark run'"
                              % os.path.realpath(self.directory), "explore", "--subject", "./bot.yaml")

    def test_a_search_ends_at_its_first_failure_and_names_its_file(self):
        status, out, err = self.run_command("stormlark", "explore", "--seeds", "1..200", "--jobs", "1",
                                            "--subject", "defect-no-outbox", "--shrink-runs", "0",
                                            "--out", "found", "--json")
        self.assertEqual(status, 1, err)
        found = json.loads(out)["found"]
        self.assertEqual(len(found), 1)
        self.assertEqual([one["file"] for one in found],
                         [os.path.join("found", name) for name in os.listdir(self.path("found"))])

    def test_a_shard_without_seeds_says_so(self):
        status, out, err = self.run_command("stormlark", "explore", "--seeds", "1..2", "--shard", "8/8")
        self.assertEqual(status, 0, err)
        self.assertIn("shard 8/8 has nothing to do: there are fewer seeds than shards\n", err)

    def test_where_results_go(self):
        self.write("calm.yaml", SCENARIO)
        self.assert_bad_input("--json: out.txt is no scenario, and no file for results; write out.json",
                              "run", "./calm.yaml", "--json", "out.txt")
        began = time.monotonic()
        self.assert_bad_input("nowhere/x.xml: cannot be written: No such file or directory",
                              "run", "./calm.yaml", "--junit", "nowhere/x.xml")
        self.assert_bad_input("nowhere/x.json: cannot be written: No such file or directory",
                              "run", "./calm.yaml", "--json", "nowhere/x.json")
        self.assert_bad_input("--out: nothing can be written into calm.yaml",
                              "run", "./calm.yaml", "--out", "calm.yaml")
        self.assert_bad_input("--out: nothing can be written into calm.yaml",
                              "explore", "--seeds", "1..1000000", "--out", "calm.yaml")
        self.assert_bad_input("nowhere/x.json: cannot be written: No such file or directory",
                              "explore", "--seeds", "1..1000000", "--json", "nowhere/x.json")
        self.assertLess(time.monotonic() - began, 2, "a run was played before its path was tried")

    def test_results_that_nobody_takes(self):
        self.write("calm.yaml", SCENARIO)
        with open("/dev/full", "w") as full:
            program = [os.path.join(BUILD, "stormlark"), "run", "./calm.yaml", "--simulated", "--json"]
            done = subprocess.run(program, cwd=self.directory, stdout=full, stderr=subprocess.PIPE,
                                  text=True, timeout=PATIENCE_S)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("standard output cannot be written: No space left on device", done.stderr)

    def test_rules_of_a_scenario_name_whom_there_is(self):
        for where in ("platform: {rules: {r: {mute: bto}}}\nsteps:", "steps:\n  - platform: {mute: bto}"):
            self.write("calm.yaml", SCENARIO.replace("steps:", where))
            self.assert_bad_input("unknown peer bto; did you mean bot?", "check", "./calm.yaml")

    def test_platform_and_proxy_alone(self):
        taken = self.taken_address()
        self.assert_bad_input("--listen: cannot listen on %s: Address already in use; choose "
                              "an address of this machine and a free port" % taken, "mock", "--listen", taken)
        self.assert_bad_input("--control: cannot listen on %s: Address already in use" % taken,
                              "mock", "--listen", "127.0.0.1:0", "--control", taken)
        self.assert_bad_input("--listen: cannot listen on %s: Address already in use" % taken,
                              "proxy", "--listen", taken)
        self.assert_bad_input("--control: 0.0.0.0:0 is not for this machine alone",
                              "mock", "--listen", "127.0.0.1:0", "--control", "0.0.0.0:0")
        self.assert_bad_input("--upstream: 'here' is not an address; write host:port",
                              "proxy", "--upstream", "here")
        self.assert_bad_input("--set:1: is not YAML: ", "mock", "--set", "{tls")
        self.assert_bad_input("--set:1: tsl: unknown key; did you mean tls?",
                              "mock", "--set", "{tsl: true}")
        self.assert_bad_input("--fault:1: is not YAML: ", "proxy", "--fault", "{latency")
        self.write("rules.yaml", "lossy:\n  frame: event\n  dorp: true\n")
        self.assert_bad_input("rules.yaml:3: lossy: unknown key dorp; did you mean drop?",
                              "mock", "--rules", "rules.yaml")
        self.assert_bad_input("absent.yaml: cannot be read", "mock", "--rules", "absent.yaml")
        self.write("rules.yaml", "one: {mute: bot}\nquiet:\n  mute: bto\n")
        self.assert_bad_input("rules.yaml:2: quiet: unknown peer bto; did you mean bot?",
                              "mock", "--rules", "rules.yaml")
        self.write("rules.yaml", "quiet: {frame: event, app: cli_0123456789abcdee, drop: true}\n")
        self.assert_bad_input("rules.yaml:1: quiet: unknown app cli_0123456789abcdee",
                              "mock", "--rules", "rules.yaml")

    def test_the_platform_alone_has_its_rules(self):
        self.write("rules.yaml", "down: {call: '*', status: 503}\n")
        mock = self.start_mock("--rules", "rules.yaml")
        url = mock.stdout.readline().split()[1]
        with self.assertRaises(urllib.error.HTTPError) as answer:
            direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            direct.open(url + "/open-apis/bot/v3/info", timeout=PATIENCE_S)
        self.assertEqual(answer.exception.code, 503)

    def test_configuration_of_the_platform_alone(self):
        self.assert_bad_input("none.yaml: cannot be read; check the name", "mock", "--config", "none.yaml")
        self.write("ruled.yaml", "token_life: 1h\nrules: nothere.yaml\n")
        self.assert_bad_input("ruled.yaml:2: rules: nothere.yaml: cannot be read",
                              "mock", "--config", "ruled.yaml")
        self.write("list.yaml", "- tls\n")
        self.assert_bad_input("list.yaml:1: is no map of switches; write lines such as",
                              "mock", "--config", "list.yaml")
        self.write("bad.yaml", "token_life: 1h\npong_interval: 1s\n")
        self.assert_bad_input("bad.yaml:2: pong_interval: unknown key; did you mean ping_interval?",
                              "mock", "--config", "bad.yaml")
        self.write("tls.yaml", "tls: true\n")
        self.assert_bad_input("--ca-file: nowhere/ca.pem cannot be written; name another file",
                              "mock", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0",
                              "--config", "tls.yaml", "--ca-file", "nowhere/ca.pem")

    def start_mock(self, *options):
        mock = self.start("stormlark", "mock", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0",
                          *options)
        self.addCleanup(mock.communicate, timeout=PATIENCE_S)
        self.addCleanup(mock.terminate)
        return mock

    def test_the_platform_alone_says_how_to_reach_it(self):
        self.write("platform.yaml", "ping_interval: 7s\ntls: true\n"
                                    "apps: [{id: cli_0123456789abcdef, secret: s3cret}]\n")
        mock = self.start_mock("--config", "platform.yaml", "--set", "{ping_interval: 9s}", "--json")
        said = json.loads(mock.stdout.readline())
        self.assertEqual([(app["id"], app["secret"]) for app in said["apps"]],
                         [("cli_0123456789abcdef", "s3cret")])
        self.assertEqual(said["environment"]["APP_ID"], "cli_0123456789abcdef")
        self.assertEqual(said["environment"]["NODE_EXTRA_CA_CERTS"], said["ca_file"])
        trust = ssl.create_default_context(cafile=said["ca_file"])
        asked = json.dumps({"AppID": "cli_0123456789abcdef", "AppSecret": "s3cret"}).encode()
        with urllib.request.urlopen(said["platform"] + "/callback/ws/endpoint", asked,
                                    timeout=PATIENCE_S, context=trust) as answer:
            self.assertEqual(json.load(answer)["data"]["ClientConfig"]["PingInterval"], 9)
        with urllib.request.urlopen(said["control"] + "/v1/apps", timeout=PATIENCE_S) as answer:
            self.assertNotIn("s3cret", answer.read().decode())

    def test_the_app_of_the_platform_alone_hears_of_everything(self):
        said = json.loads(self.start_mock("--json").stdout.readline())
        with urllib.request.urlopen(said["control"] + "/v1/apps", timeout=PATIENCE_S) as answer:
            self.assertEqual(json.load(answer)["apps"][0]["events"], ["*"])

    def write_subject(self, command):
        self.write("bot.yaml", "subject: bot\ncommand: %s\nready: connected\n" % json.dumps(command))

    def test_a_subject_that_cannot_be_started(self):
        self.write("calm.yaml", SCENARIO)
        self.write_subject(["no-such-bot"])
        self.assert_bad_input("./bot.yaml: cannot run no-such-bot: No such file or directory",
                              "run", "./calm.yaml", "--subject", "./bot.yaml")

    def test_a_subject_that_exits_at_once(self):
        self.write("calm.yaml", SCENARIO)
        self.write_subject(["sh", "-c", "echo no licence; exit 3"])
        status, out, err = self.run_command("stormlark", "run", "./calm.yaml", "--subject",
                                            "./bot.yaml", "--json", "--junit", "results.xml")
        self.assertEqual(status, 1, err)
        self.assertIn("bot did not become ready; it exited with status 3; its last line: "
                      "no licence", err)
        self.assertEqual(json.loads(out)["runs"][0]["scenario"], "calm")
        flaw = "step 0 missed: bot did not become ready; it exited with status 3; its last line: no licence"
        self.assertEqual(json.loads(out)["runs"][0]["flaws"], [flaw])
        case = xml.parse(self.path("results.xml")).getroot().find(".//testcase")
        self.assertEqual(case.get("name"), "calm")
        self.assertIn(flaw, case.find("error").get("message"))

    def test_a_cell_of_a_scenario_that_is_a_path(self):
        self.write("cells.yaml", SCENARIO.replace("title", "matrix: {chat: [alice, bob]}\ntitle")
                   .replace("chat: alice", "chat: '{matrix.chat}'"))
        status, out, err = self.run_command("stormlark", "run", "./cells.yaml[chat=bob]", "--simulated",
                                            "--json")
        self.assertEqual(status, 0, err)
        self.assertEqual([run["scenario"] for run in json.loads(out)["runs"]], ["calm[chat=bob]"])

    def replay_of_report(self, directory):
        """What `report` says of a run, with its command of replay as a list of words."""
        _, out, err = self.run_command("stormlark", "report", directory)
        self.assertEqual(err, "")
        with open(os.path.join(self.path(directory), "verdict.json")) as file:
            run = json.load(file)["runs"][0]
        return run, out, shlex.split(run["replay"])

    def test_what_a_report_says_of_a_replay_can_be_played(self):
        self.write("calm.yaml", SCENARIO.replace("title", "matrix: {chat: [alice, bob]}\ntitle")
                   .replace("chat: alice", "chat: '{matrix.chat}'"))
        self.write_subject(["sh", "-c", "exit 3"])
        self.run_command("stormlark", "run", "./calm.yaml[chat=bob]", "--subject", "./bot.yaml")
        run, out, replay = self.replay_of_report(os.path.join("runs", os.listdir(self.path("runs"))[0]))
        self.assertIn("step 0 missed: bot did not become ready; it exited with status 3", out)
        self.assertEqual(run["subject"], os.path.join(os.path.realpath(self.directory), "bot.yaml"))
        status, out, err = self.run_command(*replay, "--out", "again", "--json")
        self.assertEqual(status, 1, err)
        self.assertEqual([run["scenario"] for run in json.loads(out)["runs"]], ["calm[chat=bob]"])

    def test_a_setting_that_a_bot_lacks_is_noted(self):
        self.write("calm.yaml", SCENARIO.replace("steps", "subjects: {bot: {brain: {delay: 9s}}}\nsteps"))
        self.write_subject(["sh", "-c", "exit 3"])
        _, out, _ = self.run_command("stormlark", "run", "./calm.yaml", "--subject", "./bot.yaml")
        self.assertIn("  note: bot has no setting brain.delay; left out\n", out)

    def test_a_run_that_is_interrupted(self):
        self.write("calm.yaml", SCENARIO)
        self.write_subject(["sh", "-c", "echo $$ > pid; exec sleep 1000"])
        process = self.start("stormlark", "run", "./calm.yaml", "--subject", "./bot.yaml",
                             "--junit", "results.xml")
        pid = self.pid_of_subject()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE_S)
        self.assertEqual((process.returncode, out), (3, ""), err)
        self.assertIn("stopped while calm ran; its history so far is in runs/", err)
        self.assertFalse(os.path.exists("/proc/%d" % pid), "the subject outlived the run")
        suite = xml.parse(self.path("results.xml")).getroot()
        self.assertEqual((suite.get("tests"), suite.get("errors")), ("1", "1"))
        self.assertIn("told to stop while calm ran", suite.find(".//error").get("message"))
        run, _, _ = self.replay_of_report(os.path.join("runs", os.listdir(self.path("runs"))[0]))
        self.assertEqual(run["verdict"], "inconclusive")

    def histories(self, out):
        found = {}
        for directory in os.listdir(self.path(out)):
            with open(os.path.join(self.path(out), directory, "history.jsonl"), "rb") as file:
                found[directory.split("-", 2)[2]] = file.read()
        return found

    def test_a_seed_has_one_history_in_a_simulation(self):
        for out in ["a", "b"]:
            status, _, err = self.run_command("stormlark", "run", "sigkill-after-ack",
                                              "--simulated", "--seed", "11", "--out", out)
            self.assertEqual((status, err), (0, ""))
        self.assertEqual(self.histories("a"), self.histories("b"))

    def run_lines(self, *options):
        status, out, err = self.run_command("stormlark", "run", "sigkill-after-ack", "pong-never",
                                            "--simulated", "--repeat", "3", "--json-lines",
                                            *options)
        self.assertEqual((status, err), (0, ""))
        return sorted(out.splitlines())

    def test_shards_and_jobs_do_the_same_runs(self):
        whole = self.run_lines()
        self.assertEqual(len(whole), 6)
        shards = [self.run_lines("--shard", "%d/4" % number) for number in range(1, 5)]
        self.assertEqual([len(shard) for shard in shards], [2, 2, 1, 1])
        self.assertEqual(sorted(sum(shards, [])), whole)
        self.assertEqual(self.run_lines("--jobs", "2"), whole)
        self.assertFalse(os.path.exists(self.path("runs")), "held runs left something behind")

    def test_what_only_one_world_has(self):
        self.write("full.yaml", SCENARIO.replace("  - send", "  - disk: {bot: {full: true}}\n  - send"))
        status, out, err = self.run_command("stormlark", "run", "./full.yaml")
        self.assertEqual(status, 77, err)
        self.assertIn("needs the simulated world (--simulated): step 1 is '{disk: ", out)
        self.write("full-too.yaml", SCENARIO.replace("  - send", "  - disk: {bot: {full: true}}\n  - send"))
        self.assertEqual(self.run_command("stormlark", "run", "./full.yaml", "./full-too.yaml")[0], 77)
        self.write("calm.yaml", SCENARIO)
        self.write_subject(["sleep", "1000"])
        status, out, err = self.run_command("stormlark", "run", "./calm.yaml", "--simulated",
                                            "--subject", "./bot.yaml", "--repeat", "2")
        self.assertEqual(status, 77, err)
        self.assertIn("needs the real world: bot runs 'sleep 1000'", out)

    def test_a_simulation_beyond_its_limits(self):
        self.write("calm.yaml", SCENARIO)
        status, out, err = self.run_command("stormlark", "run", "./calm.yaml", "--simulated",
                                            "--events-max", "100")
        self.assertEqual(status, 3, err)
        self.assertIn("did not end within 100 events", out)

    def pid_of_subject(self):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            for directory, _, files in os.walk(self.path("runs")):
                if "pid" not in files:
                    continue
                with open(os.path.join(directory, "pid")) as file:
                    text = file.read()
                if text.endswith("\n"):
                    return int(text)
            time.sleep(0.01)
        self.fail("the subject was not started")


class Gateway(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.write("secret", "a-secret\n")

    def assert_refused_config(self, line, text):
        self.write("gateway.yaml", text)
        self.assert_refused(78, line, "stormlark-gateway", "run", "-c", "gateway.yaml")

    def assert_ends(self, line, text, wanted=78):
        """The gateway itself gives up: the one line among those of its log that is an error."""
        self.write("gateway.yaml", text)
        with self.subTest(line):
            status, out, err = self.run_command("stormlark-gateway", "run", "-c", "gateway.yaml")
            errors = [one for one in err.splitlines() if " error " in one]
            self.assertEqual((status, out, len(errors)), (wanted, "", 1), err)
            self.assertIn(line, errors[0])

    def test_commands_and_options(self):
        self.assert_refused(78, "there is no command 'rnu'; did you mean run?",
                            "stormlark-gateway", "rnu")
        self.assert_refused(78, "--config is required", "stormlark-gateway", "run")
        self.assert_refused(78, "absent.yaml: cannot be read: No such file or directory",
                            "stormlark-gateway", "run", "-c", "absent.yaml")

    def test_configuration(self):
        self.assert_refused_config("gateway.yaml: is empty; it needs at least app.id", "")
        self.assert_refused_config("gateway.yaml:6: linc: unknown key; did you mean link?",
                                   CONFIG + "linc: {}\n")
        self.assert_refused_config("gateway.yaml:6: link.ping_interval: 'often' is not a duration",
                                   CONFIG + "link: {ping_interval: often}\n")
        self.assert_refused_config("app.secret_file: missing; name a file",
                                   "app: {id: cli_a1b2c3d4e5f60718}\n")
        self.assert_refused_config("app.secret_file: absent cannot be read: No such file",
                                   CONFIG.replace("secret_file: secret", "secret_file: absent"))

    def test_a_secret_that_others_can_read_is_a_warning(self):
        self.write("secret", "a-secret\n", 0o644)
        self.write("gateway.yaml", CONFIG)
        status, out, err = self.run_command("stormlark-gateway", "check-config", "-c",
                                            "gateway.yaml")
        self.assertEqual((status, out), (0, "gateway.yaml: good\n"))
        self.assertEqual(err, "gateway.yaml:2: app.secret_file: secret can be read by others "
                              "(mode 0644); run chmod 600 secret\n")

    def test_a_journal_that_somebody_reads(self):
        with sqlite3.connect(self.path("gateway.db")) as reader:
            reader.execute("CREATE TABLE other (x)")
            reader.execute("BEGIN EXCLUSIVE")
            self.assert_ends("journal.path: gateway.db: another process has the file open", CONFIG, 75)

    def test_what_it_cannot_have(self):
        taken = self.taken_address()
        self.assert_ends("health.listen: %s: Address already in use; choose a port" % taken,
                         CONFIG + "health: {listen: '%s'}\n" % taken)
        self.assert_ends("lock directory secret cannot be used: Not a directory; set "
                         "lock.directory",
                         CONFIG.replace("directory: lock", "directory: secret"))
        self.assert_ends("journal.path: nowhere/gateway.db: the file cannot be created",
                         CONFIG.replace("gateway.db", "nowhere/gateway.db"))


if __name__ == "__main__":
    unittest.main()
