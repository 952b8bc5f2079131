#!/usr/bin/env python3
"""Holds the table of workflows/README.md to the files: what is modelled of each therapy, stage by stage.

usage: therapies.py V2V [--update]

The table stands between `<!-- therapies -->` and `<!-- end -->`. A stage has its column by its phase, its place and its
kind, as `v2v show --as json` tells them, what a file is based on included.
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / "workflows/README.md"
BEGIN, END = "<!-- therapies -->\n", "<!-- end -->\n"
COLUMNS = ["collection", "hand-over", "manufacture", "conditioning", "infusion", "monitoring", "restrictions", "follow-up",
           "branches"]


def run(*words):
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


def stages_of(values):
    """id -> key -> value, parts among the others, in file order; outcomes as `outcomes ID then`."""
    stages = {}
    for v in values:
        keys = list(v["keys"])
        if keys[0] != "stages":
            continue
        while len(keys) > 3 and keys[2] == "parts":
            stages.setdefault(keys[3], {}).setdefault("phase", stages.get(keys[1], {}).get("phase"))
            keys = ["stages"] + keys[3:]
        stages.setdefault(keys[1], {})[" ".join(keys[2:])] = v["value"]
    return stages


def column(stage, day_zero, name):
    phase, kind = stage.get("phase"), stage.get("kind", "appointment")
    if kind == "restriction":
        return "restrictions"
    if name == day_zero:
        return "infusion"
    if kind == "stay":
        return "monitoring"
    if phase == "collection":
        return "collection"
    if phase == "manufacturing":
        return "hand-over" if stage.get("at") in ("courier", "cell-lab") else "manufacture"
    if phase in ("conditioning", "bridging"):
        return "conditioning"
    if phase == "treatment" and kind in ("appointment", "work"):
        return "infusion"
    if phase == "recovery" and kind == "appointment":
        return "monitoring"
    return "follow-up" if phase == "follow-up" else None


def branches(stage):
    """How a stage may lead elsewhere: it may happen or not, or ends in a stop or in something done again."""
    then = [value for key, value in stage.items() if key.startswith("outcomes ") and key.endswith(" then")]
    return "chance" in stage or any(value == "stop" or str(value).startswith("again") for value in then)


def row(values, day_zero):
    cells = {c: [] for c in COLUMNS}
    for name, stage in stages_of(values).items():
        where = column(stage, day_zero, name)
        if where:
            cells[where].append(name)
        if branches(stage):
            cells["branches"].append(name)
    options = [v["keys"][1] for v in values if v["keys"][0] == "options"]
    cells["branches"] += [f"*{o}*" for o in options]
    return cells


def table(v2v):
    shelf = run(v2v, "workflows", "list", "workflows", "--as", "json", "--today", "2026-01-01")["workflows"]
    rows, based = {}, {}
    for entry in sorted(shelf, key=lambda e: e["file"]):
        values = run(v2v, "show", entry["file"], "--as", "json")["values"]
        day = next((v["value"] for v in values if v["keys"] in (["day-zero"], ["day-one"])), None)  # a base may have none
        rows[entry["workflow"]] = row(values, day)
        based[entry["workflow"]] = entry["based_on"]
    lines = ["| therapy | " + " | ".join(COLUMNS) + " |", "|---" * (1 + len(COLUMNS)) + "|"]
    for name, cells in rows.items():
        under = rows.get(based[name] or "", {})
        said = []
        for c in COLUMNS:
            old = under.get(c, [])
            more, less = [s for s in cells[c] if s not in old], [s for s in old if s not in cells[c]]
            if name != based[name] and old and cells[c]:
                text = ", ".join(["as its base"] + more) + (f"; not {', '.join(less)}" if less else "")
            else:
                text = ", ".join(cells[c]) or "none"
            said.append(text)
        lines.append(f"| {name}" + (f" (base {based[name]})" if based[name] else "") + " | " + " | ".join(said) + " |")
    return "\n".join(lines) + "\n"


def main(v2v, update):
    text = README.read_text()
    before, rest = text.split(BEGIN)
    old, after = rest.split(END)
    now = "\n" + table(v2v) + "\n"
    if update:
        README.write_text(before + BEGIN + now + END + after)
    elif old != now:
        sys.exit("workflows/README.md: the table of therapies is not what the files say; "
                 "tests/cli/therapies.py build/v2v --update writes it")


main(str(pathlib.Path(sys.argv[1]).resolve()), "--update" in sys.argv[2:])
