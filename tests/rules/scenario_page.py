#!/usr/bin/env python3
"""Holds docs/scenarios.md against the catalogue: a block of YAML below the name of a scenario's file is
that file.

usage: scenario_page.py
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "scenarios.md"
SHOWN = re.compile(r"^`(scenarios/catalogue/[^`]+)`:\n\n```yaml\n(.*?)^```$", re.M | re.S)


def main():
    shown = SHOWN.findall(PAGE.read_text())
    stale = [path for path, block in shown if (ROOT / path).read_text() != block]
    if not shown:
        sys.exit("%s shows no scenario of the catalogue" % PAGE.name)
    for path in stale:
        print("%s shows %s as it is not; copy the file" % (PAGE.name, path))
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    main()
