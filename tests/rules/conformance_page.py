#!/usr/bin/env python3
"""Holds docs/conformance.md against the tests that there are: each row of its tables names at least
one, and each name is a test that ctest knows, or a method of one.

usage: conformance_page.py CTEST BUILD_DIRECTORY
"""

import fnmatch
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "conformance.md"

# What names of tests begin with; other names between backticks are of operations and events.
FOLDERS = {"mock_server", "protocol", "runtime", "foreign", "scenario"}

# Tests written in Python whose methods the page names.
METHODS = {"foreign.websocket": ROOT / "tests" / "foreign" / "websocket" / "conformance_test.py"}


def tests_of(ctest, build):
    listed = subprocess.run([ctest, "--test-dir", build, "--show-only=json-v1"], check=True,
                            stdout=subprocess.PIPE)
    return [test["name"] for test in json.loads(listed.stdout)["tests"]]


def is_known(name, tests):
    test, _, method = name.partition(":")
    if not fnmatch.filter(tests, test):
        return False
    return not method or (test in METHODS and "def %s(self" % method in METHODS[test].read_text())


def rows(lines):
    """The number and the last cell of each row below a table's head."""
    for number, line in enumerate(lines, 1):
        is_head = number < len(lines) and lines[number].startswith("| ---")
        if line.startswith("| ") and not line.startswith("| ---") and not is_head:
            yield number, line.rstrip("| ").rsplit(" | ", 1)[1]


def mistakes(tests):
    lines = PAGE.read_text().splitlines()
    for number, cell in rows(lines):
        if "`" not in cell:
            yield number, "this row names no test"
    for number, line in enumerate(lines, 1):
        for name in re.findall(r"`([a-z_]+\.[^`]+)`", line):
            if name.partition(".")[0] in FOLDERS and not is_known(name, tests):
                yield number, "there is no test %s" % name


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    tests = tests_of(*sys.argv[1:])
    unbuilt = [name for name in tests if name.endswith("_NOT_BUILT")]
    found = ["%s:%d: %s" % (PAGE.relative_to(ROOT), *mistake) for mistake in mistakes(tests)]
    if found and unbuilt:
        found.append("some tests are not built, and so unknown: " + ", ".join(unbuilt))
    print("\n".join(found) or "each row is proved by a test")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
