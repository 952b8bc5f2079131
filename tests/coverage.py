#!/usr/bin/env python3
"""What the suite takes of each room's lines and branches, from the JSON of llvm-cov: see coverage.sh.

usage: coverage.py JSON [--blocks]
A branch of network or calendar that is never taken stands in the list, unless its line, or the comment above it, says
`not reached:` and why. --blocks: the lines that are never run, the longest stretches first.
"""
import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
ROOMS = ["network", "calendar", "plan", "text"]
CLOSED = ["network", "calendar"]  # where each branch is taken or argued


def argued(source, number):
    """Does the line say why it is not reached, or the comment right above it?"""
    at = number - 1
    if "not reached:" in source[at]:
        return True
    while at > 0 and source[at - 1].lstrip().startswith("//"):
        at -= 1
        if "not reached:" in source[at]:
            return True
    return False


def percent(part, whole):
    return f"{100 * part / whole:5.1f} %" if whole else "    -  "


def branches_of(file):
    """{(line, column, ...): [times true, times false]}; what a template takes in one of its forms is taken."""
    found = {}
    for line, column, line_end, column_end, true, false, *_ in file["branches"]:
        counts = found.setdefault((line, column, line_end, column_end), [0, 0])
        counts[0] += true
        counts[1] += false
    return found


def unrun(file):
    """Lines that are never run: where the text that counts begins with nothing but zeros."""
    most, current = {}, None
    for (line, _, count, counted, *_), following in zip(file["segments"], file["segments"][1:] + [None]):
        current = count if counted else None
        for number in range(line, (following[0] if following else line) + 1):
            if current is not None:
                most[number] = max(most.get(number, 0), current)
    return sorted(number for number, count in most.items() if count == 0)


def stretches(missed):
    """Runs of lines never run, as (length, first, last)."""
    found = []
    for number in missed:
        if found and number <= found[-1][2] + 2:
            found[-1] = (found[-1][0] + 1, found[-1][1], number)
        else:
            found.append((1, number, number))
    return found


def main():
    json_file, blocks = pathlib.Path(sys.argv[1]).resolve(), "--blocks" in sys.argv
    lines, lines_run, branches, taken, why = (collections.Counter() for _ in range(5))
    listed, never = [], []
    for file in sorted(json.loads(json_file.read_text())["data"][0]["files"], key=lambda f: f["filename"]):
        path = (json_file.parent / file["filename"]).resolve()  # ccache makes paths relative to the build
        if not path.is_relative_to(ROOT / "lib"):
            continue
        name, room = str(path.relative_to(ROOT)), path.relative_to(ROOT / "lib").parts[0]
        if room not in ROOMS:
            continue
        source = (ROOT / name).read_text().splitlines()
        lines[room] += file["summary"]["lines"]["count"]
        lines_run[room] += file["summary"]["lines"]["covered"]
        idle = unrun(file)
        never += [(length, name, first, last) for length, first, last in stretches(idle)]
        for (number, column, *_), (true, false) in sorted(branches_of(file).items()):
            if not true and not false and number not in idle:
                continue  # decided when it was compiled, or behind a condition that is listed itself
            if source[number - 1][:column - 1].endswith("switch ("):
                continue  # the way past all cases of an enumeration: nothing stands there
            branches[room] += 2
            taken[room] += (true > 0) + (false > 0)
            if true and false:
                continue
            if argued(source, number):
                why[room] += 1
            elif room in CLOSED:
                way = "run" if not true and not false else "true" if not true else "false"
                listed.append(f"{name}:{number}:{column}: never {way}: {source[number - 1].strip()}")
    print("room            lines run            branches taken       argued")
    for room in ROOMS:
        print(f"{room:<10}{lines_run[room]:>6} of {lines[room]:<5}{percent(lines_run[room], lines[room])}"
              f"{taken[room]:>7} of {branches[room]:<5}{percent(taken[room], branches[room])}{why[room]:>6}")
    if blocks:
        for length, name, first, last in sorted(never, key=lambda u: (-u[0], u[1], u[2])):
            print(f"{name}:{first}-{last}: {length} lines never run")
    for line in listed:
        print(line)
    print(f"{len(listed)} branches of {' and '.join(CLOSED)} neither taken nor argued")
    return 0


if __name__ == "__main__":
    sys.exit(main())
