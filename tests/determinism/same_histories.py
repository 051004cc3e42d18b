#!/usr/bin/env python3
"""Runs two builds of history_digests side by side and compares what they print:

    same_histories.py PROGRAM OTHER CATALOGUE SEEDS

The same program twice shows that nothing depends on the process; a debug and a release build, that
nothing depends on the compiler.
"""

import subprocess
import sys


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    one, other, catalogue, seeds = sys.argv[1:]
    runs = [
        subprocess.Popen([program, catalogue, seeds], stdout=subprocess.PIPE, text=True)
        for program in (one, other)
    ]
    printed = [run.communicate()[0].splitlines() for run in runs]
    if any(run.returncode != 0 for run in runs):
        sys.exit("a run failed; see above")
    if not printed[0]:
        sys.exit("no scenario was run")
    if len(printed[0]) != len(printed[1]):
        sys.exit(f"{len(printed[0])} runs on one side, {len(printed[1])} on the other")
    different = [pair for pair in zip(*printed) if pair[0] != pair[1]]
    for pair in different:
        print("differs: " + " | ".join(pair))
    print(f"{len(printed[0])} histories, {len(different)} different")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
