"""Right files with one value or key changed: what the reader still takes, the schema takes too. How many of what the reader
refuses the schema sees is printed, and judged by nobody.

usage: mutants.py V2V BUILD [--cases N] [--seed S] [--seconds N]
"""
import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import schema

VALUES = """7|true|null|""|1.5h|3d|2d to 3d|at most 48h or again|any|2026-10-01|2026-10|2026-10-01 09:00|always|day 7|-5|40%|1e3|
3 times|mon-fri 08:00-17:00|early|a b c|remove|note|[]|[a]|[3d, 4d]|{}|{is: 3d}|{is: any, note: x}|{note: x}""".replace("\n", "")
PAIR = re.compile(r"([\w-][\w -]*): ((?:\{[^{}\n]*\}|\[[^\[\]\n]*\]|\"[^\"\n]*\"|[^,{}\[\]#\n]+))")


def changed(text, choose):
    """One pair of a key and a value with another value, or another key."""
    pairs = list(PAIR.finditer(text))
    if not pairs:
        return text
    one, other = choose.choice(pairs), choose.choice(pairs)
    key, value = one.groups()
    kind = choose.random()
    if kind < 0.6:
        value = choose.choice(VALUES.split("|"))
    elif kind < 0.8:
        value = other.group(2).strip()
    else:
        key = other.group(1)
    return f"{text[:one.start()]}{key}: {value}{text[one.end():]}"


def mistakes(v2v, path, beside):
    """Codes of the errors that stand in files; None where the disk has failed, for a list of holidays that is not there."""
    run = subprocess.run([v2v, "check", path, "--as", "json", "--today", "2026-10-05", "--library", beside, "--library",
                          os.path.join(schema.ROOT, "workflows")], capture_output=True, text=True)
    if run.returncode == 4:
        return None
    return [d["code"] for d in json.loads(run.stdout) if d["severity"] == "error" and d["code"] not in ("check-failed", "clash")]


def main():
    words = argparse.ArgumentParser()
    words.add_argument("v2v")
    words.add_argument("build")
    words.add_argument("--cases", type=int, default=100)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--seconds", type=float, default=1e9)
    asked = words.parse_args()
    end = time.monotonic() + asked.seconds * 0.8
    choose = random.Random(asked.seed)
    files = [path for path in schema.right_files() if os.path.getsize(path) < 60_000]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        judged = []
        for case in range(asked.cases):
            if time.monotonic() > end:
                break
            origin = choose.choice(files)
            path = os.path.join(folder, str(case), "changed.yaml")
            os.mkdir(os.path.dirname(path))
            with open(origin, encoding="utf-8") as file:
                text = changed(file.read(), choose)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            codes, value = mistakes(asked.v2v, path, os.path.dirname(origin)), schema.load(path)
            if codes is not None and value is not None:
                found[path] = (origin, codes, text)
                judged.append([value[0], path, value[1]])
        by, faults = schema.refused(schema.schemas_of(asked.v2v), judged, asked.build)
    taken, seen, failed = 0, collections.Counter(), False
    for path, (origin, codes, text) in found.items():
        if codes:
            seen[path in faults] += 1
            continue
        taken += 1
        if path in faults:
            failed = True
            print(f"{os.path.relpath(origin, schema.ROOT)} changed is taken by the reader, and the schema refuses it:",
                  *faults[path], text, sep="\n")
    print(f"{by}: {taken} changed files are right; of {sum(seen.values())} wrong ones the schema sees {seen[True]}")
    print(f"reached {len(found)} of {asked.cases} files")
    if failed:
        print(f"repeat: tests/schema/mutants.py {asked.v2v} {asked.build} --cases {asked.cases} --seed {asked.seed}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
