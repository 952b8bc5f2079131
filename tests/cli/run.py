#!/usr/bin/env python3
"""Runs a transcript: commands with their exact output and exit code. See README.md beside this file.

usage: run.py V2V TRANSCRIPT...            compares; prints a diff and fails where something differs
       run.py --update V2V TRANSCRIPT...   rewrites the outputs; look at `git diff` before you keep them
       run.py --self-test
"""
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NO_END = "\\ no line break at the end"


def environment(v2v, folder):
    """A machine unlike the writer's: nothing of it may show in an answer."""
    return {
        "PATH": f"{pathlib.Path(v2v).resolve().parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": folder, "T": folder,
        "TZ": "Pacific/Apia", "LANG": "tr_TR.UTF-8", "LC_NUMERIC": "de_DE.UTF-8", "TERM": "dumb",
    }


def lines_of(raw, names):
    text = raw.decode("utf-8", "backslashreplace")
    for what, name in names:
        text = text.replace(what, name)
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines + [NO_END]


def perform(command, env, names):
    ran = subprocess.run(["bash", "-c", command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    shown = [("\\" + line if line.startswith(("! ", "exit ", "$ ")) else line) for line in lines_of(ran.stdout, names)]
    errors = [("! " + line).rstrip() if line else "!" for line in lines_of(ran.stderr, names)]
    return shown + errors + [f"exit {ran.returncode}"]


def replay(text, act):
    """The transcript as it would be now. `act` performs a command; prose between the commands stays."""
    out, inside = [], False
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("$ "):
            out.append(line)
            out.extend(act(line[2:]))
            behind = next((later for later in lines[number + 1:] if later.startswith(("$ ", "exit "))), "")
            inside = behind.startswith("exit ")  # else its output was never filled in
            if not inside and lines[number + 1:] and lines[number + 1] != "":
                out.append("")
        elif inside and line.startswith("exit "):
            inside = False
        elif not inside:
            out.append(line)
    return "\n".join(out) + "\n"


def versions(v2v, env):
    """Version numbers change with machine and release; they stand as VERSION and TZDATA."""
    words = subprocess.run([v2v, "--version"], env=env, capture_output=True, text=True, check=True).stdout.split()
    tzdata = words[3].rstrip(")")
    return [(f"tzdata {tzdata}", "tzdata TZDATA"), (f'"tzdata": "{tzdata}"', '"tzdata": "TZDATA"'),
            (f"v2v {words[1]}", "v2v VERSION"), (f'"version": "{words[1]}"', '"version": "VERSION"'), (f'"v2v": "{words[1]}"', '"v2v": "VERSION"')]


def self_test():
    names = [("/secret/root/", "")]
    env = environment("/usr/bin/env", "/tmp")
    text = "prose\n\n$ echo /secret/root/x; echo '$ y'; echo z >&2; exit 3\nx\n\\$ y\n! z\nexit 3\n\n$ printf a\na\n" + NO_END + "\nexit 0\n"
    act = lambda command: perform(command, env, names)
    assert replay(text, act) == text, replay(text, act)
    for wrong in (text.replace("exit 3\n\n", "exit 0\n\n"), text.replace("! z", "z"), text.replace("\nx\n", "\ny\n")):
        assert replay(wrong, act) == text != wrong


def main(words):
    if words == ["--self-test"]:
        return self_test()
    update = words[0] == "--update"
    v2v, *files = words[1:] if update else words
    failed = False
    for file in map(pathlib.Path, files):
        with tempfile.TemporaryDirectory() as folder:
            env = environment(v2v, folder)
            names = [(folder, "$T"), (f"{ROOT}/", "")] + versions(v2v, env)
            old = file.read_text()
            new = replay(old, lambda command: perform(command, env, names))
        if update:
            file.write_text(new)
        elif old != new:
            failed = True
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"{file} (expected)", "now", n=6))
    sys.exit(1 if failed else 0)


main(sys.argv[1:])
