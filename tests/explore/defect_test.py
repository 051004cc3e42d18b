#!/usr/bin/env python3
"""A search from nothing finds a planted defect, and what it leaves is small and true.

usage: defect_test.py STORMLARK DEFECT SEEDS

Within SEEDS seeds a check is violated. The shrunk scenario has few steps, fails by itself by the same
check, and does not fail on a gateway without the defect.
"""

import glob
import json
import os
import subprocess
import sys
import tempfile

STEPS_MAX = 6


def run(stormlark, *arguments, directory):
    done = subprocess.run([stormlark, *arguments], cwd=directory, text=True, capture_output=True)
    return done.returncode, done.stdout, done.stderr


def verdict_of(check, file, subject, stormlark, directory):
    """The verdict of one scenario's check on a subject."""
    arguments = ["run", file, "--simulated", "--json", "--out", "runs"]
    if subject:
        arguments += ["--subject", subject]
    _, out, err = run(stormlark, *arguments, directory=directory)
    results = json.loads(out)
    findings = results["runs"][0]["findings"]
    for finding in findings:
        if finding["check"].split(":")[0] == check:
            return finding["verdict"]
    sys.exit("%s was not judged: %s %s" % (check, out, err))


def main():
    stormlark, defect, seeds = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3]
    with tempfile.TemporaryDirectory(prefix="stormlark-explore-") as directory:
        status, out, err = run(stormlark, "explore", "--subject", defect, "--seeds", seeds,
                               "--jobs", "1", "--json", "summary.json", directory=directory)
        if status != 1:
            sys.exit("%s was not found: status %d\n%s%s" % (defect, status, out, err))
        with open(os.path.join(directory, "summary.json")) as file:
            found = json.load(file)["found"]
        for one in found:
            print("seed %d: %s, %d steps: %s" %
                  (one["seed"], one["check"], one["steps"], one["summary"]))
            if one["flaw"]:
                sys.exit(one["flaw"])
            if one["steps"] > STEPS_MAX:
                sys.exit("it has more than %d steps" % STEPS_MAX)
            again = verdict_of(one["check"], one["file"], "", stormlark, directory)
            if again != "violated":
                sys.exit("played from its file it is %s" % again)
            good = verdict_of(one["check"], one["file"], "stormlark-gateway", stormlark, directory)
            if good == "violated":
                sys.exit("it fails without the defect, too")
        if len(found) != len(glob.glob(os.path.join(directory, "shrunk-*.yaml"))):
            sys.exit("not every failure left its file")


main()
