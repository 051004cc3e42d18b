#!/usr/bin/env python3
"""Tests of bench/compare: python3 bench/compare_test.py"""

import json
import pathlib
import subprocess
import tempfile
import unittest

COMPARE = pathlib.Path(__file__).with_name("compare")


class CompareTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.files = 0

    def run_of(self, deviation=0.0, **ratios):
        """Writes a run with these ratios; its path."""
        self.files += 1
        path = pathlib.Path(self.folder.name) / f"{self.files}.json"
        cases = [{"name": name, "ratio": ratio, "ratio_mad": deviation}
                 for name, ratio in ratios.items()]
        path.write_text(json.dumps({"benchmarks": cases + [{"name": "floorless"}]}))
        return str(path)

    def compare(self, *paths):
        done = subprocess.run([COMPARE, *paths], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_within_ten_percent_is_fine(self):
        status, text = self.compare(self.run_of(a=2.0), self.run_of(a=2.19), self.run_of(a=2.19))
        self.assertEqual(status, 0, text)
        self.assertNotIn("floorless", text)

    def test_worse_in_both_runs_has_regressed(self):
        status, text = self.compare(self.run_of(a=2.0, b=1.0), self.run_of(a=2.21, b=1.0),
                                    self.run_of(a=2.5, b=1.0))
        self.assertEqual(status, 1)
        self.assertRegex(text, r"a +2\.000 +2\.200 +2\.210 +2\.500 +REGRESSED")
        self.assertRegex(text, r"b .*ok")

    def test_worse_in_one_of_two_runs_is_noise(self):
        status, text = self.compare(self.run_of(a=2.0), self.run_of(a=3.0), self.run_of(a=2.0))
        self.assertEqual(status, 0, text)

    def test_worse_in_the_only_run_is_suspect(self):
        status, text = self.compare(self.run_of(a=2.0), self.run_of(a=3.0))
        self.assertEqual(status, 3)
        self.assertIn("second run", text)

    def test_a_noisy_baseline_allows_three_deviations(self):
        old = self.run_of(deviation=0.2, a=2.0)
        self.assertEqual(self.compare(old, self.run_of(a=2.6), self.run_of(a=2.6))[0], 0)
        self.assertEqual(self.compare(old, self.run_of(a=2.7), self.run_of(a=2.7))[0], 1)

    def test_a_case_that_is_gone_is_not_green(self):
        status, text = self.compare(self.run_of(a=2.0, b=1.0), self.run_of(a=2.0),
                                    self.run_of(a=2.0))
        self.assertEqual(status, 1)
        self.assertIn("missing", text)

    def test_a_run_may_consist_of_several_programs(self):
        new = pathlib.Path(self.run_of(a=1.0))
        new.write_text(new.read_text() + "\n" + pathlib.Path(self.run_of(b=1.0)).read_text())
        self.assertEqual(self.compare(self.run_of(a=1.0, b=1.0), str(new), str(new))[0], 0)

    def test_bad_input_is_one_line(self):
        for bad in ("/no/such.json", str(COMPARE)):
            status, text = self.compare(self.run_of(a=1.0), bad)
            self.assertEqual(status, 2)
            self.assertEqual(text.count("\n"), 1, text)
            self.assertIn(bad, text)


if __name__ == "__main__":
    unittest.main()
