#!/usr/bin/env python3
"""What stormlark_add_scenario_tests() says to a person who misspells something: an error of the
configuration, and not a test that fails later.

usage: cmake_function_test.py CMAKE SOURCE_DIRECTORY
"""

import os
import subprocess
import sys
import tempfile
import unittest

SOURCE = sys.argv.pop()
CMAKE = sys.argv.pop()

SCRIPT = """
set(STORMLARK_CATALOGUE "{source}/scenarios/catalogue")
include("{source}/cmake/StormlarkScenarioTests.cmake")
function(add_test)
endfunction()
function(set_tests_properties)
endfunction()
stormlark_add_scenario_tests({arguments})
"""


class CMakeFunction(unittest.TestCase):
    def complaint(self, arguments):
        with tempfile.TemporaryDirectory() as directory:
            for name in ["mine.yaml", "my-bot.yaml"]:
                open(os.path.join(directory, name), "w").close()
            script = os.path.join(directory, "script.cmake")
            with open(script, "w") as file:
                file.write(SCRIPT.format(source=SOURCE, arguments=arguments))
            ended = subprocess.run([CMAKE, "-P", script], cwd=directory, text=True, check=False,
                                   capture_output=True)
            self.assertEqual(ended.returncode != 0, "CMake Error" in ended.stderr, ended.stderr)
            return " ".join(ended.stderr.split())

    def test_what_is_there(self):
        self.assertEqual(self.complaint("SUBJECT my-bot.yaml SCENARIOS mine.yaml pong-never"), "")
        self.assertEqual(self.complaint("SUBJECT stormlark-gateway SCENARIOS pong-never LABELS chaos"),
                         "")

    def test_what_is_not_there(self):
        self.assertIn("there is no scenario 'pong-nevre': looked for",
                      self.complaint("SUBJECT my-bot.yaml SCENARIOS pong-nevre"))
        self.assertIn("there is no scenario './absent.yaml'",
                      self.complaint("SUBJECT my-bot.yaml SCENARIOS ./absent.yaml"))
        self.assertIn("there is no subject 'stormlark-gatewya'",
                      self.complaint("SUBJECT stormlark-gatewya SCENARIOS pong-never"))
        self.assertIn("there is no subject './absent.yaml'",
                      self.complaint("SUBJECT ./absent.yaml SCENARIOS pong-never"))

    def test_keywords(self):
        self.assertIn("unknown keyword EXPECTT; known: SUBJECT",
                      self.complaint("SUBJECT my-bot.yaml SCENARIOS pong-never EXPECTT order=held"))
        self.assertIn("SUBJECT is missing", self.complaint("SCENARIOS pong-never"))


if __name__ == "__main__":
    unittest.main()
