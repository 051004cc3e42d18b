#!/usr/bin/env python3
"""Holds the sources against the rules of the house that no compiler checks.

1. One clock, one network: time, sleep, sockets, signals, environment and exit are reached only
   through runtime/.
2. Dependencies point downwards: a folder includes only what lies below it.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What each folder may include besides itself.
BELOW = {
    "runtime": set(),
    "protocol": {"runtime"},
    "history": {"runtime"},
    "mock_server": {"history", "protocol", "runtime"},
    "fault_proxy": {"history", "runtime"},
    "gateway": {"protocol", "runtime"},
    "scenarios": {"mock_server", "fault_proxy", "gateway", "history", "protocol", "runtime"},
}

# What lies beside them, and the files that may include it all the same.
MAY_INCLUDE = {
    "tests": ["scenarios/simulated/programs.cpp"],  # the defective gateways that simulations know
}

FORBIDDEN = {
    r"\bsteady_timer\b|\bsystem_timer\b": "a timer of its own; use Clock",
    r"(steady|system|high_resolution)_clock::now": "reads the time; use Clock",
    r"\bthis_thread::sleep|\busleep\(|\bnanosleep\(": "sleeps; use sleep_for",
    r"\bsignal_set\b|\bsigaction\(|std::signal\(": "takes signals; use World::stop_requested",
    r"\bthread_pool\b|\bstd::j?thread\b|std::async\(": "starts a thread; use off_loop",
    r"\bgetenv\(": "reads the environment; use World::environment",
    r"(std::|::)_?[eE]xit\(|\bquick_exit\(|std::abort\(": "ends the process; return a status",
    r"ip::tcp\b|\btcp::(socket|acceptor|resolver)|(?<!\w)::(connect|socket|bind|listen)\(": "opens sockets; use Network",
    r"\bfork\(\)|\bexecv|posix_spawn": "starts processes; use Processes",
    r"\bstd::random_device\b|\bstd::mt19937|\brand\(\)": "draws its own randomness; use a fork of Prng",
}

# Programs that stand outside the event loop on purpose.
EXEMPT = {
    "runtime/real": "implements the real world",
    "scenarios/keeper": "a small program of its own: it must fork and wait, and outlive the harness",
}


def sources():
    for folder in BELOW:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                yield folder, path, path.relative_to(ROOT).as_posix()


def strip_comments(text):
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    return re.sub(r"//[^\n]*", "", text)


def broken_rules():
    for folder, path, name in sources():
        lines = strip_comments(path.read_text()).split("\n")
        exempt = any(name.startswith(place + "/") for place in EXEMPT)
        for number, line in enumerate(lines, 1):
            included = re.match(r'\s*#include "([\w]+)/', line)
            if included:
                other = included.group(1)
                if name not in MAY_INCLUDE.get(other, ()) and other not in BELOW[folder] | {folder}:
                    yield f"{name}:{number}: {folder}/ may not include {other}/"
                continue
            if exempt:
                continue
            for pattern, why in FORBIDDEN.items():
                if re.search(pattern, line):
                    yield f"{name}:{number}: {why}: {line.strip()}"


def main():
    broken = list(broken_rules())
    print("\n".join(broken) if broken else "source rules: held")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
