#!/usr/bin/env python3
"""Holds the documents to the transcripts beside this file, and the man page to the program's own help.

usage: documented.py V2V
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "examples/README.md", "examples/story.md", "cli/README.md"]


def outputs(text):
    """command -> lines that follow it up to its exit line"""
    found, command = {}, None
    for line in text.splitlines():
        if line.startswith("$ "):
            command = line[2:]
            found[command] = []
        elif command and line.startswith("exit "):
            command = None
        elif command:
            found[command].append(line.removeprefix("! "))
    return found


def told(text):
    """(command, lines) of each `$ ` line inside a fenced block"""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S):
        command, lines = None, []
        for line in block.splitlines() + ["$ "]:
            if line.startswith("$ "):
                if command:
                    yield command, lines
                command, lines = line[2:], []
            else:
                lines.append(line)


def fits(lines, real):
    """Each run of lines between two `...` stands in the output, in order."""
    at = 0
    lines = [re.sub(r"tzdata 2\d{3}[a-z]", "tzdata TZDATA", line) for line in lines]
    for run in "\n".join(lines).strip("\n").split("\n...\n"):
        piece = [line.rstrip() for line in run.strip("\n").splitlines() if line.strip() != "..."]
        while at <= len(real) and [r.rstrip() for r in real[at:at + len(piece)]] != piece:
            at += 1
        if at > len(real):
            return False
        at += len(piece)
    return True


def main(v2v):
    wrong = []
    known = {}
    for file in sorted((ROOT / "tests/cli").glob("*.txt")):
        known.update(outputs(file.read_text()))
    for name in DOCUMENTS:
        for command, lines in told((ROOT / name).read_text()):
            if not command.startswith("v2v"):
                continue
            if command not in known:
                wrong.append(f"{name}: no transcript runs: {command}")
            elif not fits(lines, known[command]):
                wrong.append(f"{name}: the output shown is not what is printed: {command}")
    manual = (ROOT / "cli/v2v.1.scd").read_text()
    for command in ("plan", "why", "todo", "note", "replan", "compare", "forecast", "prove", "check", "graph", "show",
                    "workflows list", "workflows show", "workflows new", "workflows diff", "completion", "help"):
        page = subprocess.run([v2v, "help", *command.split()], capture_output=True, text=True, check=True).stdout
        for word in [f"*{command}*"] + [f"*{option}*" for option in re.findall(r"^  (--[a-z-]+)", page, re.M)]:
            if word not in manual:
                wrong.append(f"cli/v2v.1.scd does not name {word} (v2v {command})")
    readme = (ROOT / "README.md").read_text()
    for word in ("examples/quickstart.sh", "tests/run.sh"):
        if word not in readme:
            wrong.append(f"README.md does not name {word}")
    sys.exit("\n".join(wrong) or 0)


main(sys.argv[1])
