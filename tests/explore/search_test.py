#!/usr/bin/env python3
"""What a search of our own gateway comes to.

usage: search_test.py STORMLARK SEEDS

It finds nothing; it is the same by one process and by two, and in parts; and most situations occur.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

STORMLARK = os.path.abspath(sys.argv.pop(1))
SEEDS = sys.argv.pop(1)


def explore(*arguments):
    with tempfile.TemporaryDirectory(prefix="stormlark-explore-") as directory:
        done = subprocess.run([STORMLARK, "explore", "--json", "summary.json", *arguments],
                              cwd=directory, text=True, capture_output=True)
        with open(os.path.join(directory, "summary.json")) as file:
            return done.returncode, done.stdout + done.stderr, json.load(file)


def sum_of(summaries):
    total = {}
    for summary in summaries:
        for row in summary["coverage"]:
            place = (row["fault"], row["state"])
            total[place] = total.get(place, 0) + row["times"]
    return total


class Search(unittest.TestCase):
    def test_our_gateway_comes_through(self):
        status, text, summary = explore("--seeds", SEEDS)
        self.assertEqual(status, 0, text)
        self.assertEqual(summary["seeds"], int(SEEDS))
        self.assertGreater(summary["situations_covered"], summary["situations_possible"] / 2, text)

    def test_shards_and_jobs_play_the_same(self):
        whole = explore("--seeds", "1..24", "--jobs", "1")[2]
        by_two = explore("--seeds", "1..24", "--jobs", "2")[2]
        parts = [explore("--seeds", "1..24", "--jobs", "1", "--shard", "%d/3" % part)[2]
                 for part in (1, 2, 3)]
        for name in ("seeds", "events", "virtual_us"):
            self.assertEqual(whole[name], by_two[name])
            self.assertEqual(whole[name], sum(part[name] for part in parts))
        self.assertEqual(sum_of([whole]), sum_of([by_two]))
        self.assertEqual(sum_of([whole]), sum_of(parts))

    def test_a_scenario_is_mutated(self):
        status, text, summary = explore("--seeds", "20", "--from", "sigkill-after-ack")
        self.assertEqual(status, 0, text)
        self.assertEqual(summary["seeds"], 20)

    def test_a_budget_ends_it(self):
        status, text, summary = explore("--budget", "1s", "--jobs", "1")
        self.assertEqual(status, 0, text)
        self.assertGreater(summary["seeds"], 0)
        self.assertLess(summary["seconds"], 30)


unittest.main()
